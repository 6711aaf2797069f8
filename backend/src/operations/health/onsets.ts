import type { Check } from './check.ts';

/** A check with the time since which it has not been well; null while it is. */
export interface SeenCheck extends Check {
  readonly since: Date | null;
}

/** Nobody having looked for so long, it may have been well in between. */
const UNSEEN_MS = 5 * 60_000;

interface Onset {
  readonly since: Date;
  readonly seenAt: Date;
}

/**
 * Remembers since when each check has not been well, as this process has seen it: a lower bound, as it may have begun
 * before somebody looked, or before the process started. Pure memory; it costs nothing and asks nobody.
 */
export function createOnsets(): (checks: readonly Check[], now: Date) => SeenCheck[] {
  const onsets = new Map<string, Onset>();
  const sinceOf = (name: string, now: Date) => {
    const known = onsets.get(name);
    const lasts = known !== undefined && now.getTime() - known.seenAt.getTime() <= UNSEEN_MS;
    const since = lasts ? known.since : now;
    onsets.set(name, { since, seenAt: now });
    return since;
  };
  return (checks, now) => {
    const ill = new Set(checks.flatMap(({ name, status }) => (status === 'ok' ? [] : [name])));
    for (const name of onsets.keys()) if (!ill.has(name)) onsets.delete(name);
    return checks.map((check) => ({
      ...check,
      since: ill.has(check.name) ? sinceOf(check.name, now) : null,
    }));
  };
}
