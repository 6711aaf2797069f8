import type { Tx } from '../../platform/database/index.ts';
import { post } from '../postings/post.ts';
import type { Hold, NewPosting, PostedPosting } from '../postings/posting.ts';

export type NewHold = Omit<NewPosting, 'movements'> & Omit<Hold, 'action'>;

/**
 * Locks money of an account: it stays in the balance and leaves what is available. The same key gives the same
 * hold. Throws as `post`.
 */
export async function placeHold(
  tx: Tx,
  now: Date,
  { account, amount, currency, expiresAt, ...posting }: NewHold,
): Promise<PostedPosting & { readonly holdId: string }> {
  const hold: Hold = { action: 'hold', account, amount, currency, ...(expiresAt ? { expiresAt } : {}) };
  const posted = await post(tx, now, { ...posting, movements: [hold] });
  const [holdId] = posted.holdIds;
  if (holdId === undefined) throw new Error('the ledger gave no hold');
  return { ...posted, holdId };
}
