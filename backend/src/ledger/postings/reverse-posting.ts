import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { PostingNotReversibleError } from '../ledger.errors.ts';
import { checkPosting } from './check-posting.ts';
import { within } from './door.repository.ts';
import { sendEnvelopes } from './post.ts';
import { findPosting } from './posting.repository.ts';
import type { NewPosting, PostedPosting, Transfer } from './posting.ts';
import { parsePostingId } from './posting-id.ts';

export interface Reversal extends Pick<NewPosting, 'key' | 'eventAt' | 'description' | 'metadata'> {
  readonly postingId: string;
  /** `reversal` unless said otherwise. */
  readonly kind?: string;
}

/**
 * Posts the exact mirror of a posting's transfers, last first; what it locked or unlocked stays as it is. Once,
 * and only while the money is still there: a floor is a floor.
 * @throws NotFoundError, PostingNotReversibleError, and as `post`
 */
export async function reversePosting(tx: Tx, now: Date, reversal: Reversal): Promise<PostedPosting> {
  const { postingId, kind = 'reversal', ...rest } = reversal;
  const parsed = parsePostingId(postingId);
  const original = parsed === undefined ? null : await findPosting(tx, parsed);
  if (parsed === undefined || original === null) throw new NotFoundError('posting', postingId);

  const movements = original.movements.flatMap(({ from, to, amount, currency }): Transfer[] =>
    to === null ? [] : [{ action: 'transfer', from: to, to: from, amount, currency }],
  );
  if (movements.length === 0) throw new PostingNotReversibleError('no_transfers');
  const posting: NewPosting = { ...rest, kind, movements: movements.reverse() };
  checkPosting(posting);
  const reversed = { id: postingId, number: parsed.number };
  const [posted] = await sendEnvelopes(within(tx), now, [{ posting, reversed, newHoldIds: [] }]);
  if (posted === undefined) throw new Error('the ledger gave no answer');
  return posted;
}
