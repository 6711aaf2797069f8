import { divideRounded } from '../../platform/money/index.ts';

export const MRR_KINDS = ['new', 'expansion', 'contraction', 'churned', 'reactivated'] as const;
export type MrrKind = (typeof MRR_KINDS)[number];

/** Recurring revenue is counted in 10^-12 of a currency's smallest unit, and rounded where it is shown. */
const FINE = 10n ** 12n;
const MONTHS = 12n;
const MILLION = 1_000_000n;

/** Changes of one kind in one month, added up; before the period: all of them. */
export interface MrrSum {
  /** First day of the month, `2027-01-01`; null for what was before the period. */
  readonly month: string | null;
  readonly currency: string;
  readonly planId: string;
  readonly kind: MrrKind;
  /** Of what is churned: canceled, expired, paused or undone. */
  readonly cause: string;
  /** In 10^-12 of the currency's smallest unit. */
  readonly amountFine: bigint;
  readonly subscriptions: number;
  readonly customers: number;
  readonly converted: number;
}

/** Monthly recurring revenue over a time, in one currency's smallest unit. Every figure is rounded by itself. */
export interface Movements extends Readonly<Record<MrrKind, bigint>> {
  readonly currency: string;
  /** At the beginning. */
  readonly opening: bigint;
  /** At the end. */
  readonly mrr: bigint;
  /** Twelve times that, before rounding. */
  readonly arr: bigint;
  /** Subscriptions that count at the end. */
  readonly subscriptions: number;
  /** What was lost by churn and contraction, in millionths of the opening; null where that was nothing. */
  readonly grossChurnPpm: number | null;
  /** The same less expansion and reactivation: negative is growth. */
  readonly netChurnPpm: number | null;
}

/** Customers with at least one subscription that counts. */
export interface CustomerMovements {
  readonly opening: number;
  readonly gained: number;
  readonly lost: number;
  readonly closing: number;
  /** Lost, in millionths of the opening; null where that was nobody. */
  readonly churnPpm: number | null;
}

/** Adds up a time by currency, those in order of their codes. What was before it is the opening. */
export function movementsOf(sums: readonly MrrSum[], before: readonly MrrSum[]): Movements[] {
  const currencies = [...new Set([...before, ...sums].map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = sums.filter((sum) => sum.currency === currency);
    const earlier = before.filter((sum) => sum.currency === currency);
    const opening = fineOf(earlier);
    const of = (kind: MrrKind) => fineOf(own.filter((sum) => sum.kind === kind));
    const [fresh, expansion, contraction, churned, reactivated] = MRR_KINDS.map(of) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    const mrr = opening + fresh + expansion + contraction + churned + reactivated;
    const lost = -(churned + contraction);
    return {
      currency,
      opening: round(opening),
      new: round(fresh),
      expansion: round(expansion),
      contraction: round(contraction),
      churned: round(churned),
      reactivated: round(reactivated),
      mrr: round(mrr),
      arr: round(mrr * MONTHS),
      subscriptions: [...earlier, ...own].reduce((count, sum) => count + sum.subscriptions, 0),
      grossChurnPpm: ppm(lost, opening),
      netChurnPpm: ppm(lost - expansion - reactivated, opening),
    };
  });
}

/** Customers who came and went. One whose loss was taken back by the chain, or the other way round, is subtracted. */
export function customersOf(sums: readonly MrrSum[], before: readonly MrrSum[]): CustomerMovements {
  const opening = count(before);
  const lost = 0 - count(sums.filter(({ kind }) => kind === 'churned'));
  const gained = count(sums.filter(({ kind }) => kind !== 'churned'));
  return {
    opening,
    gained,
    lost,
    closing: opening + gained - lost,
    churnPpm: ppm(BigInt(lost), BigInt(opening)),
  };
}

/** The same sums as one currency's recurring revenue: what is before the period, then month by month. */
export function runningMonths<T>(
  sums: readonly MrrSum[],
  months: readonly string[],
  of: (month: string, sums: readonly MrrSum[], before: readonly MrrSum[]) => T,
): T[] {
  const byMonth = Map.groupBy(sums, ({ month }) => month);
  let before = byMonth.get(null) ?? [];
  return months.map((month) => {
    const own = byMonth.get(month) ?? [];
    const result = of(month, own, before);
    before = compact([...before, ...own]);
    return result;
  });
}

/** Fewer sums of the same meaning as an opening. */
function compact(sums: readonly MrrSum[]): MrrSum[] {
  return [...Map.groupBy(sums, ({ currency }) => currency)].map(([currency, own]) => ({
    month: null,
    currency,
    planId: '',
    kind: 'new',
    cause: '',
    amountFine: fineOf(own),
    subscriptions: own.reduce((total, sum) => total + sum.subscriptions, 0),
    customers: count(own),
    converted: 0,
  }));
}

/** Rounded half to even, on both sides of zero. */
export function round(fine: bigint): bigint {
  return fine < 0n ? -divideRounded(-fine, FINE, 'half-even') : divideRounded(fine, FINE, 'half-even');
}

export function fineOf(sums: readonly MrrSum[]): bigint {
  return sums.reduce((total, { amountFine }) => total + amountFine, 0n);
}

function count(sums: readonly MrrSum[]): number {
  return sums.reduce((total, { customers }) => total + customers, 0);
}

const INT32_MAX = 2_147_483_647n;

function ppm(part: bigint, whole: bigint): number | null {
  if (whole <= 0n) return null;
  const millionths = (part * MILLION) / whole;
  const bounded = millionths > INT32_MAX ? INT32_MAX : millionths < -INT32_MAX ? -INT32_MAX : millionths;
  return Number(bounded);
}
