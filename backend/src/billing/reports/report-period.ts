import { InvalidInputError } from '../../platform/errors/index.ts';

/** Whole days in UTC: from the beginning of the first to the beginning of the one after the last. */
export interface ReportPeriod {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
/** Ten years, with their leap days. */
const MAX_DAYS = 3_653;

/**
 * Reads the first day and the day after the last, such as `2027-01-01` and `2027-02-01`.
 * @throws InvalidInputError
 */
export function readPeriod({ from, to }: { readonly from: string; readonly to: string }): ReportPeriod {
  const period = { from: readDay('from', from), to: readDay('to', to) };
  const days = (period.to.getTime() - period.from.getTime()) / DAY_MS;
  if (days < 1) throw new InvalidInputError('to', 'after `from`');
  if (days > MAX_DAYS) throw new InvalidInputError('to', `at most ${MAX_DAYS} days after \`from\``);
  return period;
}

function readDay(field: string, text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (!DAY.test(text) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) {
    throw new InvalidInputError(field, 'a day as YYYY-MM-DD');
  }
  return day;
}

/** The months that a period touches, each by its first day: `2027-01-01`. */
export function monthsOf({ from, to }: ReportPeriod): string[] {
  const months: string[] = [];
  for (let at = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth())); at < to; ) {
    months.push(at.toISOString().slice(0, 10));
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1));
  }
  return months;
}
