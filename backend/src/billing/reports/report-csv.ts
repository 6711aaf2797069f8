import type { MerchantScope } from '../../identity/index.ts';
import { csvLine } from '../../platform/csv/index.ts';
import type { Reads } from '../../platform/database/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { readOutstanding, readUncollectible } from './receivables.repository.ts';
import type { Movements } from './recurring.ts';
import { type ReportPeriod, readPeriod } from './report-period.ts';
import { readRevenue } from './revenue.repository.ts';
import { showRecurring } from './show-recurring.ts';

export const REPORT_KINDS = ['recurring', 'revenue', 'outstanding', 'uncollectible'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a request gives: `reads` may be somewhat behind. */
interface Source {
  readonly services: Pick<BillingServices, 'database' | 'clock'>;
  readonly reads: Reads;
}
type Table = (
  source: Source,
  scope: MerchantScope,
  period: ReportPeriod,
) => Promise<readonly (readonly (string | number | bigint | null)[])[]>;

const MOVEMENTS = [
  'currency',
  'opening',
  'new',
  'expansion',
  'contraction',
  'churned',
  'reactivated',
  'mrr',
  'arr',
  'subscriptions',
  'grossChurnPpm',
  'netChurnPpm',
] as const satisfies readonly (keyof Movements)[];

const TABLES: Readonly<Record<ReportKind, Table>> = {
  async recurring({ reads }, scope, period) {
    const { months } = await showRecurring(reads, scope, period);
    const rows = months.flatMap(({ month, movements }) =>
      movements.map((each) => [month, ...MOVEMENTS.map((column) => each[column])]),
    );
    return [['month', ...MOVEMENTS], ...rows];
  },
  async revenue({ reads }, scope, period) {
    const rows = await readRevenue(reads, scope, period);
    return [
      ['month', 'currency', 'rail', 'plan', 'kind', 'amount'],
      ...rows.map((row) => [row.month, row.currency, row.rail, row.planId, row.kind, row.amount]),
    ];
  },
  async outstanding({ services: { database, clock }, reads }, scope) {
    const now = await merchantNow(database.client, clock, scope.merchantId);
    const rows = await readOutstanding(reads, scope, now);
    return [
      ['currency', 'age', 'invoices', 'amount'],
      ...rows.map(({ currency, age, invoices, amount }) => [currency, age, invoices, amount]),
    ];
  },
  async uncollectible({ reads }, scope, period) {
    const rows = await readUncollectible(reads, scope, period);
    return [
      ['currency', 'invoices', 'amount'],
      ...rows.map(({ currency, invoices, amount }) => [currency, invoices, amount]),
    ];
  },
};

/**
 * A report as CSV (RFC 4180), with a line of titles; amounts are in the currency's smallest unit.
 * @throws InvalidInputError for days that are none
 */
export async function reportCsv(
  source: Source,
  scope: MerchantScope,
  kind: ReportKind,
  days: { readonly from: string; readonly to: string },
): Promise<string> {
  const table = await TABLES[kind](source, scope, readPeriod(days));
  return table.map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
