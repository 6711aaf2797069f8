export interface HistoryChoice {
  /** A kind of posting; empty is every kind. */
  readonly kind: string;
  readonly currency: string;
  readonly account: '' | 'WALLET' | 'SAVINGS';
  /** Days as `2026-11-21`, both inclusive; empty is open. */
  readonly from: string;
  readonly to: string;
}

export const EVERYTHING: HistoryChoice = { kind: '', currency: '', account: '', from: '', to: '' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight of a day where the reader is, so many days on; undefined for what is no day. */
function midnight(day: string, daysOn: number): Date | undefined {
  if (!DAY.test(day)) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + daysOn);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** What is chosen, as the API takes it: from the beginning of the first day until the last one is over. */
export function toHistoryVariables({ kind, currency, account, from, to }: HistoryChoice) {
  return {
    kinds: kind === '' ? null : [kind],
    currency: currency || null,
    account: account || null,
    from: midnight(from, 0)?.toISOString() ?? null,
    to: midnight(to, 1)?.toISOString() ?? null,
  };
}

/** Where the API streams the same as CSV. */
export function historyCsvPath(personId: string, choice: HistoryChoice): string {
  const { kinds, ...rest } = toHistoryVariables(choice);
  const query = new URLSearchParams({ format: 'csv' });
  if (kinds) query.set('kinds', kinds.join(','));
  for (const [name, value] of Object.entries(rest)) if (value !== null) query.set(name, value);
  return `/api/wallets/transactions/${encodeURIComponent(personId)}?${query}`;
}
