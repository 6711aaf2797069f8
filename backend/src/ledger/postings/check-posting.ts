import { InvalidInputError } from '../../platform/errors/index.ts';
import type { Movement, NewPosting } from './posting.ts';

const MAX_KEY = 200;
const MAX_DESCRIPTION = 500;
const MAX_METADATA_BYTES = 4_000;
const MAX_MOVEMENTS = 10_000;
const MAX_POSTINGS_AT_ONCE = 10_000;
const MAX_MOVEMENTS_AT_ONCE = 20_000;
const KIND = /^[a-z][a-z0-9_.]{0,49}$/;
/** NUMERIC(38,0) holds what is below. */
const AMOUNT_END = 10n ** 38n;

/** @throws InvalidInputError for what the ledger could not write down in one go. */
export function checkAll(postings: readonly NewPosting[]): void {
  let movements = 0;
  for (const posting of postings) {
    checkPosting(posting);
    movements += posting.movements.length;
  }
  if (postings.length > MAX_POSTINGS_AT_ONCE)
    throw new InvalidInputError('postings', `at most ${MAX_POSTINGS_AT_ONCE} at once`);
  if (movements > MAX_MOVEMENTS_AT_ONCE)
    throw new InvalidInputError('movements', `at most ${MAX_MOVEMENTS_AT_ONCE} at once`);
}

/** @throws InvalidInputError for what the ledger could not write down as asked. */
export function checkPosting({ key, kind, movements, description, metadata }: NewPosting): void {
  if (key.length === 0 || key.length > MAX_KEY)
    throw new InvalidInputError('key', `1 to ${MAX_KEY} characters`);
  if (!KIND.test(kind)) {
    throw new InvalidInputError('kind', 'lower-case letters, digits, dots and underscores, at most 50');
  }
  if (movements.length === 0 || movements.length > MAX_MOVEMENTS) {
    throw new InvalidInputError('movements', `1 to ${MAX_MOVEMENTS} of them`);
  }
  if (description !== undefined && description.length > MAX_DESCRIPTION) {
    throw new InvalidInputError('description', `at most ${MAX_DESCRIPTION} characters`);
  }
  if (metadata !== undefined && Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA_BYTES) {
    throw new InvalidInputError('metadata', `at most ${MAX_METADATA_BYTES} bytes of JSON`);
  }
  // PostgreSQL has no text with a zero character, nor JSON with one.
  for (const [field, text] of Object.entries({
    key,
    description,
    metadata: metadata && JSON.stringify(metadata),
  })) {
    if (text !== undefined && (text.includes('\0') || text.includes('\\u0000'))) {
      throw new InvalidInputError(field, 'no zero characters');
    }
  }
  for (const movement of movements) checkMovement(movement);
}

function checkMovement(movement: Movement): void {
  const { amount } = movement;
  if (amount !== undefined && (amount <= 0n || amount >= AMOUNT_END)) {
    throw new InvalidInputError('amount', 'more than zero, and at most 38 digits');
  }
  if (movement.action === 'transfer' && movement.from === movement.to) {
    throw new InvalidInputError('to', 'another account than the money comes from');
  }
}
