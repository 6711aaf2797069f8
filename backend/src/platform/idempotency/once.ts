import { createHash } from 'node:crypto';
import type { Tx } from '../database/index.ts';
import { IdempotencyKeyReusedError, InvalidInputError } from '../errors/index.ts';
import { claimKey, findKey, setKeyResult } from './idempotency.repository.ts';

/** What a caller asks for, under a key of their choice. */
export interface KeyedRequest {
  /** Whose key it is, such as a person or a merchant: others may use the same text. */
  readonly ownerId: string;
  readonly key: string;
  /** What is asked, such as `withdrawal.create`. */
  readonly operation: string;
  /** All of the input that decides what happens. BigInts are told apart from numbers by nothing but their digits. */
  readonly input: Readonly<Record<string, unknown>>;
}

const KEY = /^[\x21-\x7e]{1,100}$/;

/**
 * Does `work` once per owner and key, in the caller's transaction, and answers with the id of what it made; the same
 * request again gets the same id. Two at the same time: the second waits for the first.
 * @throws InvalidInputError for an unusable key, IdempotencyKeyReusedError when something else was asked under it.
 */
export async function once(
  tx: Tx,
  now: Date,
  request: KeyedRequest,
  work: () => Promise<string>,
): Promise<{ readonly id: string; readonly replayed: boolean }> {
  const { ownerId, key } = request;
  if (!KEY.test(key)) {
    throw new InvalidInputError('idempotencyKey', '1 to 100 visible ASCII characters, such as a UUID');
  }
  const inputHash = hashOf(request);
  const { operation } = request;
  if (await claimKey(tx, { ownerId, key, operation, inputHash, createdAt: now })) {
    const id = await work();
    await setKeyResult(tx, { ownerId, key, resultId: id });
    return { id, replayed: false };
  }
  const earlier = await findKey(tx, ownerId, key);
  if (earlier?.resultId == null || !inputHash.equals(earlier.inputHash))
    throw new IdempotencyKeyReusedError(key);
  return { id: earlier.resultId, replayed: true };
}

/** The same for the same input, in whatever order its fields come. */
function hashOf({ operation, input }: KeyedRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([operation, input], canonical))
    .digest();
}

function canonical(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
