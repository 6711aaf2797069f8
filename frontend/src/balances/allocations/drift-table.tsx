'use client';
import { useFormats } from '../../format/format-context.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { percentText } from '../shared/percent-text.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import type { AllocationFactsFragment } from './allocations.generated.ts';
import { useAllocationsStrings } from './allocations-strings.ts';

/** What there is beside what is aimed for, and what would have to move. */
export function DriftTable({ allocations }: { readonly allocations: AllocationFactsFragment }) {
  const t = useAllocationsStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { rows, targeted, currency: valuedIn, unpriced } = allocations;
  const percent = (bps: number | null) => (bps === null ? '–' : `${percentText(bps)}%`);
  const move = (value: string | null) => {
    if (!targeted || value === null) return '–';
    const amount = BigInt(value);
    if (amount === 0n) return t.there;
    return amount > 0n ? t.add(format.money(amount, valuedIn)) : t.takeOut(format.money(-amount, valuedIn));
  };
  if (rows.length === 0) return <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>;
  return (
    <div className="flex flex-col gap-4">
      {unpriced.length > 0 && <Notice tone="warn">{t.unpriced(unpriced.join(', '))}</Notice>}
      <DataTable
        caption={t.drift}
        rows={rows}
        rowKey={({ currency }) => currency}
        columns={[
          { key: 'currency', title: words.currency, cell: ({ currency }) => currency },
          { key: 'actual', title: t.actual, numeric: true, cell: ({ actualBps }) => percent(actualBps) },
          {
            key: 'target',
            title: t.target,
            numeric: true,
            cell: ({ targetBps }) => (targeted ? percent(targetBps) : '–'),
          },
          {
            key: 'drift',
            title: t.difference,
            numeric: true,
            cell: ({ driftBps }) => (targeted ? percent(driftBps) : '–'),
          },
          { key: 'move', title: t.move, numeric: true, cell: ({ moveValue }) => move(moveValue) },
        ]}
      />
    </div>
  );
}
