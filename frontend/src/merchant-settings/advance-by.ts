export const STEPS = ['day', 'week', 'month', 'year'] as const;
export type Step = (typeof STEPS)[number];

const DAY_MS = 86_400_000;

/** So much later. A month or a year on is the same day of the month, or its last where there is none. */
export function advanceBy(from: Date, step: Step): Date {
  if (step === 'day' || step === 'week') return new Date(from.getTime() + (step === 'day' ? 1 : 7) * DAY_MS);
  const to = new Date(from);
  const months = step === 'month' ? 1 : 12;
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + months);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return to;
}

/** For inputs of kind datetime-local, in UTC. */
export function toInput(date: Date): string {
  return date.toISOString().slice(0, 16);
}

/** What such an input holds, taken as UTC; undefined while it is empty. */
export function fromInput(text: string): Date | undefined {
  const date = new Date(`${text}Z`);
  return text === '' || Number.isNaN(date.getTime()) ? undefined : date;
}
