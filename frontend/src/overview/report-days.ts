const DAY_MS = 86_400_000;

/** The days of a report that ends with today, as the API takes them: the first, and the one after the last, in UTC. */
export function lastDays(days: number, now: Date): { readonly from: string; readonly to: string } {
  const tomorrow = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_MS);
  return { from: toDay(new Date(tomorrow.getTime() - days * DAY_MS)), to: toDay(tomorrow) };
}

/** The same of a year of whole months and what there is of this one. */
export function lastYear(now: Date): { readonly from: string; readonly to: string } {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1));
  return { from: toDay(first), to: lastDays(1, now).to };
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
