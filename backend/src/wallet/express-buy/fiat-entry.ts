import type { FiatLine } from './ports.ts';

/**
 * - `pending`: known, nothing done yet; for a return also: what it calls back has not been seen.
 * - `unmatched`: nobody knows what it is for: an operator decides.
 * - `bought`: credited and exchanged as quoted. `credited`: credited as it came.
 * - `returned`: called back, and not (any more) credited. `return_due`: called back, but already used.
 * - `written_off`: called back, and the platform bears it.
 * - `dismissed`: an operator settled it elsewhere. `applied`: a return that was carried out or noted.
 */
export const FIAT_ENTRY_STATUSES = [
  'pending',
  'unmatched',
  'bought',
  'credited',
  'returned',
  'return_due',
  'written_off',
  'dismissed',
  'applied',
] as const;
export type FiatEntryStatus = (typeof FIAT_ENTRY_STATUSES)[number];

export const FIAT_ENTRY_INPUTS = [
  'buy',
  'credit',
  'miss',
  'call_back',
  'call_back_short',
  'write_off',
  'dismiss',
  'apply',
] as const;
export type FiatEntryInput = (typeof FIAT_ENTRY_INPUTS)[number];

type Transitions = Readonly<
  Record<FiatEntryStatus, Readonly<Partial<Record<FiatEntryInput, FiatEntryStatus>>>>
>;

/** Every allowed transition of money that came. */
const CREDIT: Transitions = {
  pending: { buy: 'bought', credit: 'credited', miss: 'unmatched', call_back: 'returned' },
  unmatched: { credit: 'credited', dismiss: 'dismissed', call_back: 'returned' },
  bought: { call_back: 'returned', call_back_short: 'return_due' },
  credited: { call_back: 'returned', call_back_short: 'return_due' },
  return_due: { call_back: 'returned', call_back_short: 'return_due', write_off: 'written_off' },
  dismissed: { call_back: 'returned' },
  returned: {},
  written_off: {},
  applied: {},
};

/** Every allowed transition of what calls it back. */
const RETURN: Transitions = {
  pending: { apply: 'applied', miss: 'unmatched', dismiss: 'dismissed' },
  unmatched: { dismiss: 'dismissed' },
  bought: {},
  credited: {},
  returned: {},
  return_due: {},
  written_off: {},
  dismissed: {},
  applied: {},
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextEntryStatus(
  { kind, status }: { readonly kind: FiatLine['kind']; readonly status: FiatEntryStatus },
  input: FiatEntryInput,
): FiatEntryStatus | undefined {
  return (kind === 'credit' ? CREDIT : RETURN)[status][input];
}

/** A line of a statement and what became of it. */
export interface FiatEntry extends FiatLine {
  readonly id: string;
  readonly rail: string;
  readonly status: FiatEntryStatus;
  readonly expressBuyId: string | null;
  readonly postingId: string | null;
  /** What is locked of what is due. */
  readonly holdId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly resolvedBy: string | null;
  readonly note: string | null;
}

/** The key of the posting that a line was credited by. */
export function creditKey({ id }: Pick<FiatEntry, 'id'>): string {
  return `express_buy.credit:${id}`;
}
