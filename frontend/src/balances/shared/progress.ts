import type { Step } from '../../ui/steps.tsx';

/** Where something is on its way: how many parts are done, and whether it ended there. */
export interface Progress {
  readonly done: number;
  readonly state: 'under way' | 'arrived' | 'ended' | 'failed';
}

/**
 * The state of each part of a way. What ended early for good, without anything being wrong, leaves the rest waiting; what
 * failed marks the part it failed at.
 */
export function partStates({ done, state }: Progress, parts: number): readonly Step['state'][] {
  return Array.from({ length: parts }, (_, part) => {
    if (part < done || state === 'arrived') return 'done';
    if (part > done) return 'waiting';
    return state === 'under way' ? 'current' : state === 'failed' ? 'failed' : 'waiting';
  });
}
