import type { MerchantScope } from '../../identity/index.ts';
import type { Reads } from '../../platform/database/index.ts';
import { countTrials, readMrr } from './mrr.repository.ts';
import {
  type CustomerMovements,
  customersOf,
  fineOf,
  type Movements,
  type MrrSum,
  movementsOf,
  round,
  runningMonths,
} from './recurring.ts';
import { monthsOf, type ReportPeriod } from './report-period.ts';

export interface RecurringMonth {
  /** Its first day, `2027-01-01`. */
  readonly month: string;
  readonly movements: readonly Movements[];
  readonly customers: CustomerMovements;
}

/** Recurring revenue that was lost in one way, in the currency's smallest unit, 0 or more. */
export interface LostRow {
  readonly currency: string;
  readonly cause: string;
  readonly subscriptions: number;
  readonly mrr: bigint;
}

export interface Recurring {
  /** Of the whole period. */
  readonly movements: readonly Movements[];
  readonly customers: CustomerMovements;
  /** By month, the first and the last as far as they are in the period. */
  readonly months: readonly RecurringMonth[];
  readonly lost: readonly LostRow[];
  /** Trials that began in the period. */
  readonly trialsStarted: number;
  /** Trials, begun whenever, that became paid subscriptions in the period. */
  readonly trialsConverted: number;
}

/** A merchant's recurring revenue over a period. */
export async function showRecurring(
  tx: Reads,
  scope: MerchantScope,
  period: ReportPeriod,
): Promise<Recurring> {
  const sums = await readMrr(tx, scope, period);
  const before = sums.filter(({ month }) => month === null);
  const during = sums.filter(({ month }) => month !== null);
  return {
    movements: movementsOf(during, before),
    customers: customersOf(during, before),
    months: runningMonths(sums, monthsOf(period), (month, own, earlier) => ({
      month,
      movements: movementsOf(own, earlier),
      customers: customersOf(own, earlier),
    })),
    lost: lostOf(during),
    trialsStarted: await countTrials(tx, scope, period),
    trialsConverted: during.reduce((total, { converted }) => total + converted, 0),
  };
}

function lostOf(sums: readonly MrrSum[]): LostRow[] {
  const churned = sums.filter(({ kind }) => kind === 'churned');
  const groups = Map.groupBy(churned, ({ currency, cause }) => `${currency} ${cause}`);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => {
      const [currency = '', cause = ''] = key.split(' ');
      const subscriptions = own.reduce((total, sum) => total - sum.subscriptions, 0);
      return { currency, cause, subscriptions, mrr: round(-fineOf(own)) };
    });
}
