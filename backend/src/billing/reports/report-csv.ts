import type { MerchantScope } from '../../identity/index.ts';
import { csvLine } from '../../platform/csv/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { readOutstanding, readUncollectible } from './receivables.repository.ts';
import type { Movements } from './recurring.ts';
import { type ReportPeriod, readPeriod } from './report-period.ts';
import { readRevenue } from './revenue.repository.ts';
import { showRecurring } from './show-recurring.ts';

export const REPORT_KINDS = ['recurring', 'revenue', 'outstanding', 'uncollectible'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

type Services = Pick<BillingServices, 'database' | 'clock'>;
type Table = (
  services: Services,
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
  async recurring({ database }, scope, period) {
    const { months } = await showRecurring(database.client, scope, period);
    const rows = months.flatMap(({ month, movements }) =>
      movements.map((each) => [month, ...MOVEMENTS.map((column) => each[column])]),
    );
    return [['month', ...MOVEMENTS], ...rows];
  },
  async revenue({ database }, scope, period) {
    const rows = await readRevenue(database.client, scope, period);
    return [
      ['month', 'currency', 'rail', 'plan', 'kind', 'amount'],
      ...rows.map((row) => [row.month, row.currency, row.rail, row.planId, row.kind, row.amount]),
    ];
  },
  async outstanding({ database, clock }, scope) {
    const now = await merchantNow(database.client, clock, scope.merchantId);
    const rows = await readOutstanding(database.client, scope, now);
    return [
      ['currency', 'age', 'invoices', 'amount'],
      ...rows.map(({ currency, age, invoices, amount }) => [currency, age, invoices, amount]),
    ];
  },
  async uncollectible({ database }, scope, period) {
    const rows = await readUncollectible(database.client, scope, period);
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
  services: Services,
  scope: MerchantScope,
  kind: ReportKind,
  days: { readonly from: string; readonly to: string },
): Promise<string> {
  const table = await TABLES[kind](services, scope, readPeriod(days));
  return table.map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
