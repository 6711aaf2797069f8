import type { DunningFactsFragment } from './settings.generated.ts';

const MOST = 12;
const FARTHEST = 90;

/** Days as they are typed, `-3, 0, 7`, in order and each once; undefined when they are no such thing. */
export function parseDays(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (!parts.every((part) => /^[-−+]?\d{1,2}$/.test(part))) return undefined;
  const days = [...new Set(parts.map((part) => Number(part.replace('−', '-')) + 0))].sort((a, b) => a - b);
  return days.length <= MOST && days.every((day) => Math.abs(day) <= FARTHEST) ? days : undefined;
}

export interface DunningStep {
  /** Since it was due; negative is before. */
  readonly day: number;
  readonly does: readonly ('remind' | 'retry' | 'due' | 'end')[];
  /** Whether it comes at all: what is after the end does not. */
  readonly reached: boolean;
}

/** What happens on which day to an invoice that nobody pays. */
export function dunningSteps({
  reminderDays,
  retryDays,
  endDays,
}: Pick<DunningFactsFragment, 'reminderDays' | 'retryDays' | 'endDays'>): DunningStep[] {
  const days = [...new Set([...reminderDays, ...retryDays, 0, endDays])].sort((a, b) => a - b);
  return days.map((day) => ({
    day,
    does: [
      ...(day === 0 ? (['due'] as const) : []),
      ...(reminderDays.includes(day) ? (['remind'] as const) : []),
      ...(retryDays.includes(day) ? (['retry'] as const) : []),
      ...(day === endDays ? (['end'] as const) : []),
    ],
    reached: day <= endDays,
  }));
}
