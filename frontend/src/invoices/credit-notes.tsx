'use client';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DownloadButton } from '../ui/download-button.tsx';
import type { CreditNoteFactsFragment } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** What was taken back of an invoice. */
export function CreditNotes({
  notes,
  currency,
}: {
  readonly notes: readonly CreditNoteFactsFragment[];
  readonly currency: string;
}) {
  const t = useInvoicesStrings();
  const format = useFormats();
  if (notes.length === 0) return null;
  return (
    <Card title={t.creditNotes}>
      <DataTable
        caption={t.creditNotes}
        rows={notes}
        rowKey={({ id }) => id}
        columns={[
          { key: 'number', title: t.creditNote, cell: ({ number }) => number },
          { key: 'when', title: t.created, cell: ({ createdAt }) => format.date(createdAt) },
          {
            key: 'reason',
            title: t.reason,
            cell: ({ reason, destination }) => (
              <>
                {reason} <span className="text-sm text-soft">({t.noteWords[destination]})</span>
              </>
            ),
          },
          {
            key: 'pdf',
            title: t.pdf,
            cell: ({ id, number }) => (
              <DownloadButton path={`/api/credit-notes/${id}.pdf`} filename={`${number}.pdf`} label={t.pdf} />
            ),
          },
          {
            key: 'amount',
            title: t.amount,
            numeric: true,
            cell: ({ amount }) => format.money(amount, currency),
          },
        ]}
      />
    </Card>
  );
}
