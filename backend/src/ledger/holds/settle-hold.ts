import type { Tx } from '../../platform/database/index.ts';
import { post } from '../postings/post.ts';
import type { Capture, Movement, NewPosting, PostedPosting, Release } from '../postings/posting.ts';

export type NewCapture = Omit<NewPosting, 'movements'> &
  Omit<Capture, 'action'> & {
    /** Whether what is left after the capture is released with it (default: it stays locked). */
    readonly releaseRest?: boolean;
  };

export type NewRelease = Omit<NewPosting, 'movements'> & Omit<Release, 'action'>;

/** Moves locked money to another account; without an amount, all that is left. Throws as `post`. */
export function captureHold(
  tx: Tx,
  now: Date,
  { hold, to, amount, releaseRest = false, ...posting }: NewCapture,
): Promise<PostedPosting> {
  const movements: Movement[] = [
    { action: 'capture', hold, to, ...(amount === undefined ? {} : { amount }) },
  ];
  if (releaseRest) movements.push({ action: 'release', hold });
  return post(tx, now, { ...posting, movements });
}

/** Unlocks money; without an amount, all that is left. Throws as `post`. */
export function releaseHold(
  tx: Tx,
  now: Date,
  { hold, amount, ...posting }: NewRelease,
): Promise<PostedPosting> {
  return post(tx, now, {
    ...posting,
    movements: [{ action: 'release', hold, ...(amount === undefined ? {} : { amount }) }],
  });
}
