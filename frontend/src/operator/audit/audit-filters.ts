const DAY_MS = 86_400_000;

/** What an operator looks for in the audit log; what is empty is left open, days are days in UTC. */
export const EMPTY_FILTERS = { action: '', actorId: '', subjectId: '', merchantId: '', from: '', to: '' };
export type AuditFilters = typeof EMPTY_FILTERS;

/** What the API is asked: days become instants, the last day is within. */
export function toVariables({ from, to, ...texts }: AuditFilters) {
  const entries = Object.entries(texts).map(([name, text]) => [name, text.trim() || null]);
  return {
    ...(Object.fromEntries(entries) as Record<keyof typeof texts, string | null>),
    from: startOf(from)?.toISOString() ?? null,
    to: endOf(to)?.toISOString() ?? null,
  };
}

/** A day of a date field; undefined while it is not a whole one, as years are while they are typed. */
function startOf(day: string): Date | undefined {
  const start = new Date(`${day}T00:00:00.000Z`);
  return day.length === 10 && !Number.isNaN(start.getTime()) ? start : undefined;
}

function endOf(day: string): Date | undefined {
  const start = startOf(day);
  return start && new Date(start.getTime() + DAY_MS);
}

/** The details of an entry as words: names and values, those within others by their path. */
export function describeDetails(details: unknown, path = ''): string[] {
  if (typeof details !== 'object' || details === null) {
    return [path === '' ? String(details) : `${path}: ${String(details)}`];
  }
  if (Array.isArray(details) && details.every((each) => typeof each !== 'object')) {
    return [`${path}: ${details.join(', ')}`];
  }
  return Object.entries(details).flatMap(([name, value]) =>
    describeDetails(value, path === '' ? name : `${path}.${name}`),
  );
}
