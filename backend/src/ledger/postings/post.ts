import type { Database, Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { IdempotencyKeyReusedError } from '../ledger.errors.ts';
import { checkAll } from './check-posting.ts';
import { alone, type Run, within } from './door.repository.ts';
import { type Envelope, encodePostings, encodeTransfer } from './encode-postings.ts';
import { inputHash } from './input-hash.ts';
import {
  findHoldFacts,
  findPlacedHolds,
  insertPostings,
  insertTransfer,
  type PostedRow,
} from './posting.repository.ts';
import type { NewPosting, PostedPosting } from './posting.ts';
import { postingId } from './posting-id.ts';

/**
 * Posts in the caller's transaction, so that money moves exactly when the state it pays for does. A refusal ends
 * that transaction. Asked again with the same key and the same input it gives the first answer.
 * @throws InvalidInputError, AccountNotFoundError, CurrencyMismatchError, InsufficientFundsError,
 *   IdempotencyKeyReusedError, HoldNotFoundError, HoldStateError
 */
export async function post(tx: Tx, now: Date, posting: NewPosting): Promise<PostedPosting> {
  const [posted] = await postAll(tx, now, [posting]);
  if (posted === undefined) throw new Error('the ledger gave no answer');
  return posted;
}

/** Posts all or none of them, in one statement; the answers are in the same order. Throws as `post`. */
export function postAll(tx: Tx, now: Date, postings: readonly NewPosting[]): Promise<PostedPosting[]> {
  return send(within(tx), now, postings);
}

/** As `postAll`, in a transaction of its own: for postings that pay for no state of the caller's. */
export function postAlone(
  database: Pick<Database, 'pool'>,
  now: Date,
  postings: readonly NewPosting[],
): Promise<PostedPosting[]> {
  return send(alone(database), now, postings);
}

async function send(run: Run, now: Date, postings: readonly NewPosting[]): Promise<PostedPosting[]> {
  if (postings.length === 0) return [];
  checkAll(postings);
  const [only] = postings;
  const [movement] = only?.movements ?? [];
  if (
    only !== undefined &&
    postings.length === 1 &&
    only.movements.length === 1 &&
    movement?.action === 'transfer'
  ) {
    return [toPosted(await insertTransfer(run, encodeTransfer(only, movement, now)), [])];
  }
  return sendEnvelopes(run, now, postings.map(inEnvelope));
}

function inEnvelope(posting: NewPosting): Envelope {
  const placed = posting.movements.filter(({ action }) => action === 'hold');
  return { posting, newHoldIds: placed.map(() => newId('hold')) };
}

/** Posts through the door of postings. Those asked twice in one go are asked once. */
export async function sendEnvelopes(
  run: Run,
  now: Date,
  envelopes: readonly Envelope[],
): Promise<PostedPosting[]> {
  const first = new Map<string, number>();
  const distinct: Envelope[] = [];
  for (const envelope of envelopes) {
    const { key } = envelope.posting;
    const earlier = distinct[first.get(key) ?? -1];
    if (earlier === undefined) {
      first.set(key, distinct.length);
      distinct.push(envelope);
    } else if (
      inputHash(earlier.posting, earlier.reversed?.id) !== inputHash(envelope.posting, envelope.reversed?.id)
    ) {
      throw new IdempotencyKeyReusedError(key);
    }
  }
  const heldIds = distinct.flatMap(({ posting }) =>
    posting.movements.flatMap((movement) =>
      movement.action === 'capture' || movement.action === 'release' ? movement.hold : [],
    ),
  );
  const holds = heldIds.length === 0 ? new Map() : await findHoldFacts(run, [...new Set(heldIds)]);
  const rows = await insertPostings(run, encodePostings(distinct, holds, now));
  const earlierWithHolds = rows.filter((row, i) => row.replayed && (distinct[i]?.newHoldIds.length ?? 0) > 0);
  const placed =
    earlierWithHolds.length === 0
      ? new Map<bigint, string[]>()
      : await findPlacedHolds(
          run,
          earlierWithHolds.map(({ number }) => number),
        );

  const seen = new Set<string>();
  return envelopes.map(({ posting: { key } }) => {
    const place = first.get(key) ?? -1;
    const row = rows[place];
    if (row === undefined) throw new Error('the ledger gave too few answers');
    const holdIds = row.replayed ? (placed.get(row.number) ?? []) : (distinct[place]?.newHoldIds ?? []);
    const posted = toPosted(seen.has(key) ? { ...row, replayed: true } : row, holdIds);
    seen.add(key);
    return posted;
  });
}

function toPosted({ number, createdAt, replayed }: PostedRow, holdIds: readonly string[]): PostedPosting {
  return { id: postingId(number, createdAt), createdAt, replayed, holdIds };
}
