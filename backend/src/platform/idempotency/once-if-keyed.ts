import type { Tx } from '../database/index.ts';
import { type KeyedRequest, once } from './once.ts';

/** A request whose caller may have given a key, or not. */
export type MaybeKeyedRequest = Omit<KeyedRequest, 'key'> & { readonly key: string | null | undefined };

/**
 * Like `once` where the caller gave a key; without one it does the work each time it is asked.
 * @throws InvalidInputError, IdempotencyKeyReusedError like `once`
 */
export async function onceIfKeyed(
  tx: Tx,
  now: Date,
  { key, ...request }: MaybeKeyedRequest,
  work: () => Promise<string>,
): Promise<{ readonly id: string; readonly replayed: boolean }> {
  if (key === null || key === undefined) return { id: await work(), replayed: false };
  return once(tx, now, { ...request, key }, work);
}
