import { InvalidInputError } from '../../platform/errors/index.ts';
import { HoldNotFoundError } from '../ledger.errors.ts';
import { inputHash } from './input-hash.ts';
import type { Movement, NewPosting } from './posting.ts';

/** What the database needs to know of a hold that is captured or released. Neither ever changes. */
export interface HoldFacts {
  readonly account: string;
  readonly currency: string;
}

/** A posting on its way, with what the database is not told in `NewPosting`. */
export interface Envelope {
  readonly posting: NewPosting;
  /** Number and id of the posting that this one undoes. */
  readonly reversed?: { readonly id: string; readonly number: bigint };
  /** Ids for the holds it places, in order. */
  readonly newHoldIds: readonly string[];
}

/** PostgreSQL's notation of bytes. */
function bytes(hex: string): string {
  return `\\x${hex}`;
}

/** Values for the door of one plain transfer. */
export function encodeTransfer(
  posting: NewPosting,
  transfer: Movement & { action: 'transfer' },
  now: Date,
): unknown[] {
  return [
    posting.key,
    bytes(inputHash(posting)),
    posting.kind,
    (posting.eventAt ?? now).toISOString(),
    posting.description ?? null,
    posting.metadata === undefined ? null : JSON.stringify(posting.metadata),
    transfer.from,
    transfer.to,
    transfer.amount.toString(),
    transfer.currency,
  ];
}

/** Ids in ascending order without repetition, and the place (from 1) of each. */
function places(ids: Iterable<string>): {
  readonly sorted: string[];
  readonly of: ReadonlyMap<string, number>;
} {
  const sorted = [...new Set(ids)].sort();
  return { sorted, of: new Map(sorted.map((id, index) => [id, index + 1])) };
}

/** A movement with its accounts and hold named in full. */
interface FullMovement {
  readonly action: Movement['action'];
  readonly from: string;
  readonly to: string | null;
  readonly hold: string | null;
  readonly amount: bigint | null;
  readonly currency: string;
  readonly expiresAt: Date | null;
}

function complete(
  movement: Movement,
  holds: ReadonlyMap<string, HoldFacts>,
  newHoldId: () => string,
): FullMovement {
  const nothing = { to: null, hold: null, expiresAt: null };
  switch (movement.action) {
    case 'transfer':
      return { ...nothing, ...movement };
    case 'hold': {
      const { account, expiresAt = null } = movement;
      return { ...nothing, ...movement, from: account, hold: newHoldId(), expiresAt };
    }
    case 'capture':
    case 'release': {
      const facts = holds.get(movement.hold);
      if (facts === undefined) throw new HoldNotFoundError(movement.hold);
      if (movement.action === 'capture' && movement.to === facts.account) {
        throw new InvalidInputError('to', 'another account than the money comes from');
      }
      const { amount = null } = movement;
      return { ...nothing, ...movement, from: facts.account, amount, currency: facts.currency };
    }
  }
}

/**
 * Values for the door of postings: lists, one element per posting or per movement. Lists of nothing but nulls are
 * sent empty, which reads the same.
 * @throws HoldNotFoundError, InvalidInputError
 */
export function encodePostings(
  envelopes: readonly Envelope[],
  holds: ReadonlyMap<string, HoldFacts>,
  now: Date,
): unknown[] {
  const movements: FullMovement[] = [];
  const postingPlaces: number[] = [];
  for (const [index, { posting, newHoldIds }] of envelopes.entries()) {
    const ids = newHoldIds.values();
    const nextId = () => ids.next().value ?? '';
    for (const movement of posting.movements) {
      movements.push(complete(movement, holds, nextId));
      postingPlaces.push(index + 1);
    }
  }
  const accounts = places(movements.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
  const touchedHolds = places(movements.flatMap(({ hold }) => hold ?? []));
  const postings = envelopes.map(({ posting }) => posting);
  return [
    now.toISOString(),
    accounts.sorted,
    touchedHolds.sorted,
    postings.map(({ key }) => key),
    envelopes.map(({ posting, reversed }) => bytes(inputHash(posting, reversed?.id))),
    postings.map(({ kind }) => kind),
    postings.map(({ eventAt }) => (eventAt ?? now).toISOString()),
    sparse(postings.map(({ description }) => description ?? null)),
    sparse(postings.map(({ metadata }) => (metadata === undefined ? null : JSON.stringify(metadata)))),
    sparse(envelopes.map(({ reversed }) => reversed?.number.toString() ?? null)),
    postingPlaces,
    movements.map(({ action }) => action),
    movements.map(({ from }) => accounts.of.get(from)),
    sparse(movements.map(({ to }) => (to === null ? null : (accounts.of.get(to) ?? null)))),
    sparse(movements.map(({ hold }) => (hold === null ? null : (touchedHolds.of.get(hold) ?? null)))),
    sparse(movements.map(({ amount }) => amount?.toString() ?? null)),
    movements.map(({ currency }) => currency),
    sparse(movements.map(({ expiresAt }) => expiresAt?.toISOString() ?? null)),
  ];
}

function sparse<T>(values: readonly (T | null)[]): readonly (T | null)[] {
  return values.some((value) => value !== null) ? values : [];
}
