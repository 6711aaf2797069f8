import type { MerchantScope } from '../../identity/index.ts';
import type { Reads } from '../../platform/database/index.ts';
import type { ReportPeriod } from './report-period.ts';

/** How many days an open invoice is past its due date. */
export const AGES = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const;
export type Age = (typeof AGES)[number];

/** In the currency's smallest unit. */
export interface OutstandingRow {
  readonly currency: string;
  readonly age: Age;
  readonly invoices: number;
  readonly amount: bigint;
}

/** What is still to be paid of a merchant's open invoices now, by age. */
export async function readOutstanding(
  tx: Reads,
  { merchantId }: MerchantScope,
  now: Date,
): Promise<OutstandingRow[]> {
  const rows = await tx.$queryRaw<(Omit<OutstandingRow, 'amount'> & { readonly amount: string })[]>`
    SELECT currency, CASE WHEN due_at >= ${now}::timestamptz THEN 'not_due'
        WHEN due_at >= ${now}::timestamptz - interval '30 days' THEN 'days_1_30'
        WHEN due_at >= ${now}::timestamptz - interval '60 days' THEN 'days_31_60'
        WHEN due_at >= ${now}::timestamptz - interval '90 days' THEN 'days_61_90' ELSE 'days_over_90' END AS age,
      count(*)::int AS invoices, sum(greatest(total - credit - paid, 0))::text AS amount
    FROM invoices WHERE merchant_id = ${merchantId} AND status = 'open'
    GROUP BY 1, 2 ORDER BY 1, min(${now}::timestamptz - due_at)`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** In the currency's smallest unit. */
export interface UncollectibleRow {
  readonly currency: string;
  readonly invoices: number;
  readonly amount: bigint;
}

/** What was given up of invoices in a period and is so still. */
export async function readUncollectible(
  tx: Reads,
  { merchantId }: MerchantScope,
  { from, to }: ReportPeriod,
): Promise<UncollectibleRow[]> {
  const rows = await tx.$queryRaw<(Omit<UncollectibleRow, 'amount'> & { readonly amount: string })[]>`
    SELECT currency, count(*)::int AS invoices, sum(greatest(total - credit - paid, 0))::text AS amount
    FROM invoices WHERE merchant_id = ${merchantId} AND status = 'uncollectible'
      AND closed_at >= ${from}::timestamptz AND closed_at < ${to}::timestamptz
    GROUP BY 1 ORDER BY 1`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
