import { hash } from 'node:crypto';
import type { Movement, NewPosting } from './posting.ts';

/**
 * SHA-256 (hex) of what is asked under a key: two requests with the same hash are the same request. `reversed`
 * is the posting that this one undoes.
 */
export function inputHash(posting: NewPosting, reversed: string | null = null): string {
  const { kind, movements, eventAt, description, metadata } = posting;
  return hash(
    'sha256',
    JSON.stringify([
      kind,
      movements.map(movementFacts),
      eventAt?.toISOString() ?? null,
      description ?? null,
      metadata === undefined ? null : sortKeys(metadata),
      reversed,
    ]),
  );
}

function movementFacts(movement: Movement): (string | null)[] {
  switch (movement.action) {
    case 'transfer':
      return ['transfer', movement.from, movement.to, movement.amount.toString(), movement.currency];
    case 'hold':
      return ['hold', movement.account, movement.amount.toString(), movement.currency];
    case 'capture':
      return ['capture', movement.hold, movement.to, movement.amount?.toString() ?? null];
    case 'release':
      return ['release', movement.hold, movement.amount?.toString() ?? null];
  }
}

/** The same JSON value with the keys of every object in order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
