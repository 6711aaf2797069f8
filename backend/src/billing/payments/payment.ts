export const PAYMENT_FAILURES = ['replaced', 'double_spent', 'reorged', 'dropped'] as const;
export type PaymentFailure = (typeof PAYMENT_FAILURES)[number];

export type PaymentStatus = 'detected' | 'confirming' | 'settled' | PaymentFailure;

/**
 * What a rail reports about money: `detected` (seen, not yet sure), `confirmed` (in a block), `settled`
 * (deep enough), `unconfirmed` (its block left the chain; it may come again), or why it will not come.
 */
export type PaymentNews = 'detected' | 'confirmed' | 'settled' | 'unconfirmed' | PaymentFailure;

interface Move {
  readonly from: readonly PaymentStatus[];
  readonly to: PaymentStatus;
}

/**
 * Every allowed transition, by the news that causes it. News that finds a payment in none of the `from`
 * statuses is old or repeated and changes nothing. A failed payment comes back when the chain, which has
 * the last word, holds it after all.
 */
export const PAYMENT_MOVES: Readonly<Record<PaymentNews, Move>> = {
  detected: { from: [], to: 'detected' },
  confirmed: { from: ['detected', 'confirming', ...PAYMENT_FAILURES], to: 'confirming' },
  settled: { from: ['detected', 'confirming', ...PAYMENT_FAILURES], to: 'settled' },
  unconfirmed: { from: ['confirming', 'settled'], to: 'confirming' },
  replaced: { from: ['detected', 'confirming'], to: 'replaced' },
  double_spent: { from: ['detected', 'confirming'], to: 'double_spent' },
  reorged: { from: ['detected', 'confirming'], to: 'reorged' },
  dropped: { from: ['detected', 'confirming'], to: 'dropped' },
};

/** The news that can be the first anybody hears of a payment. */
export const FIRST_NEWS: readonly PaymentNews[] = ['detected', 'confirmed', 'settled'];

export function isPaymentFailure(text: string): text is PaymentFailure {
  return (PAYMENT_FAILURES as readonly string[]).includes(text);
}
