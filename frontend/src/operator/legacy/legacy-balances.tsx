'use client';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import type { LegacyWalletFactsFragment } from './legacy.generated.ts';
import { useLegacyStrings } from './legacy-strings.ts';

export function LegacyBalances({ wallet }: { readonly wallet: LegacyWalletFactsFragment }) {
  const t = useLegacyStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  return (
    <Card title={t.balances}>
      {wallet.balances.length === 0 ? (
        <p className="text-soft">{t.nothing}</p>
      ) : (
        <DataTable
          caption={t.balances}
          rows={wallet.balances}
          rowKey={({ kind, currency }) => `${kind} ${currency}`}
          columns={[
            { key: 'currency', title: o.currency, cell: ({ currency }) => currency },
            {
              key: 'locked',
              title: t.locked,
              numeric: true,
              cell: ({ locked, currency }) => format.money(locked, currency),
            },
            {
              key: 'available',
              title: t.available,
              numeric: true,
              cell: ({ available, currency }) => format.money(available, currency),
            },
          ]}
        />
      )}
    </Card>
  );
}
