const MINUTE_MS = 60_000;
const FIRST_DELAY_MS = 10 * MINUTE_MS;
const LONGEST_DELAY_MS = 24 * 60 * MINUTE_MS;
const DOUBLINGS_TO_LONGEST = 8;

/** When the mempool is asked for a transaction again, after so many checks: 10 minutes, doubling up to a day. */
export function nextCheckAt(now: Date, checks: number): Date {
  const delay = FIRST_DELAY_MS * 2 ** Math.min(checks, DOUBLINGS_TO_LONGEST);
  return new Date(now.getTime() + Math.min(delay, LONGEST_DELAY_MS));
}
