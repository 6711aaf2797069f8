import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { PostingNotReversibleError } from '../ledger.errors.ts';
import { checkAll } from './check-posting.ts';
import { within } from './door.repository.ts';
import type { Envelope } from './encode-postings.ts';
import { sendEnvelopes } from './post.ts';
import { findPostings, type PostingRow } from './posting.repository.ts';
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
  const [posted] = await reverseAll(tx, now, [reversal]);
  if (posted === undefined) throw new Error('the ledger gave no answer');
  return posted;
}

/**
 * Reverses all or none of them, in two statements however many; the answers are in the same order. At most as many as
 * `postAll` takes. Throws as `reversePosting`.
 */
export async function reverseAll(
  tx: Tx,
  now: Date,
  reversals: readonly Reversal[],
): Promise<PostedPosting[]> {
  if (reversals.length === 0) return [];
  const numbers = reversals.flatMap(({ postingId }) => parsePostingId(postingId)?.number ?? []);
  const originals = await findPostings(tx, numbers);
  const envelopes = reversals.map((reversal) => {
    const parsed = parsePostingId(reversal.postingId);
    const original = parsed && originals.get(parsed.number);
    if (parsed?.createdAt.getTime() !== original?.createdAt.getTime() || original === undefined) {
      throw new NotFoundError('posting', reversal.postingId);
    }
    return mirror(reversal, original);
  });
  checkAll(envelopes.map(({ posting }) => posting));
  return sendEnvelopes(within(tx), now, envelopes);
}

function mirror({ postingId, kind = 'reversal', ...rest }: Reversal, original: PostingRow): Envelope {
  const movements = original.movements.flatMap(({ from, to, amount, currency }): Transfer[] =>
    to === null ? [] : [{ action: 'transfer', from: to, to: from, amount, currency }],
  );
  if (movements.length === 0) throw new PostingNotReversibleError('no_transfers');
  const posting: NewPosting = { ...rest, kind, movements: movements.reverse() };
  return { posting, reversed: { id: postingId, number: original.number }, newHoldIds: [] };
}
