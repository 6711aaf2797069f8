'use client';
import { useFormats } from '../../format/format-context.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { byCurrency, type CurrencyPosition } from './by-currency.ts';
import type { PlatformAccountsQuery } from './treasury.generated.ts';
import { useTreasuryStrings } from './treasury-strings.ts';

type Kind = Exclude<keyof CurrencyPosition, 'currency'>;
const ALWAYS: readonly Kind[] = ['stock', 'promised', 'fees', 'outside'];
const WHERE_THERE: readonly Kind[] = ['interest', 'opening'];

/** What the platform has, one row a currency. */
export function PlatformAccounts({
  accounts,
}: {
  readonly accounts: PlatformAccountsQuery['platformAccounts'];
}) {
  const t = useTreasuryStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const rows = byCurrency(accounts);
  if (rows.length === 0) return <p className="text-soft">{t.noAccounts}</p>;
  const kinds = [...ALWAYS, ...WHERE_THERE.filter((kind) => rows.some((row) => row[kind] !== 0n))];
  return (
    <DataTable
      caption={t.accounts}
      rows={rows}
      rowKey={({ currency }) => currency}
      columns={[
        { key: 'currency', title: o.currency, cell: ({ currency }) => currency },
        ...kinds.map((kind) => ({
          key: kind,
          title: t.kindOf[kind],
          numeric: true,
          cell: (row: CurrencyPosition) => format.money(row[kind], row.currency),
        })),
      ]}
    />
  );
}
