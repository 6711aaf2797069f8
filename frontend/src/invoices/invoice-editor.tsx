'use client';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useToast } from '../ui/toast.tsx';
import { toDraftLine } from './draft-lines.ts';
import { InvoiceForm } from './invoice-form.tsx';
import { type InvoiceFactsFragment, RewriteInvoiceDocument } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';
import { useTaxesText } from './use-taxes-text.ts';

/** Writes a draft anew. Its taxes are worked out again by the API. */
export function InvoiceEditor({
  invoice: { id: invoiceId, currency, lines, memo },
  onClose,
}: {
  readonly invoice: InvoiceFactsFragment;
  readonly onClose: () => void;
}) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const toast = useToast();
  const taxes = useTaxesText();
  const rewrite = useAction(RewriteInvoiceDocument);
  return (
    <div className="max-w-3xl">
      <InvoiceForm
        currency={currency}
        lines={lines
          .filter(({ kind }) => kind !== 'tax')
          .map((line, index) => toDraftLine(line, index, format.decimals(currency)))}
        memo={memo ?? ''}
        taxes={taxes}
        busy={rewrite.busy}
        problem={rewrite.problem}
        onSubmit={async (input) => {
          const { data } = await rewrite.run({ invoiceId, input });
          if (!data) return;
          toast.good(t.saved);
          onClose();
        }}
      />
    </div>
  );
}
