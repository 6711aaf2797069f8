const DAY_MS = 24 * 3_600 * 1_000;

/** The beginning of the UTC day that an instant is in, a whole number of days before or after. */
export function utcDay(instant: Date, plusDays = 0): Date {
  return new Date((Math.floor(instant.getTime() / DAY_MS) + plusDays) * DAY_MS);
}

/** `2026-03-01`. */
export function formatDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}
