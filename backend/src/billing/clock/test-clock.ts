import type { NewEvent } from '../../platform/events/index.ts';
import type { NextDue } from './clock.repository.ts';

export const TEST_CLOCK_MOVED = 'test_clock.moved';

/** The news that a merchant's clock has moved, begun to move or arrived. */
export function testClockEvents(merchantId: string): NewEvent[] {
  return [{ type: TEST_CLOCK_MOVED, subjectId: merchantId, merchantId }];
}

/** Where a clock stops next on its way to the target, and what is due there. */
export interface Stop {
  readonly at: Date;
  readonly kinds: readonly (keyof NextDue)[];
}

/** What is done first of what is due at the same instant. */
const ORDER = ['renewal', 'dunning', 'lapse'] as const;

/** The next instant up to the target at which something is due; what was due before is due at once. */
export function nextStop(next: NextDue, at: Date, target: Date): Stop | undefined {
  const instants = ORDER.flatMap((kind) => {
    const due = next[kind];
    return due !== null && due <= target ? [{ kind, at: due < at ? at : due }] : [];
  });
  if (instants.length === 0) return undefined;
  const earliest = Math.min(...instants.map((each) => each.at.getTime()));
  const kinds = instants.filter((each) => each.at.getTime() === earliest).map(({ kind }) => kind);
  return { at: new Date(earliest), kinds };
}
