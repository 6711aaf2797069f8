import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { Owner } from '../accounts/account.ts';
import { formatCursor, type Positions, parseCursor } from './cursor.ts';
import { findEntries } from './entries.repository.ts';
import type { EntryFilter, EntryPage } from './entry.ts';

const MAX_LIMIT = 1_000;

/**
 * A page of what happened on an owner's accounts, newest first; accounts of others are never shown, whatever is
 * asked. A page far down costs what the first does, and what is posted meanwhile does not shift it.
 * @throws InvalidInputError
 */
export async function listEntries(
  tx: Tx,
  owner: Owner,
  { limit, cursor, ...filter }: EntryFilter & { readonly limit: number; readonly cursor?: string },
): Promise<EntryPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidInputError('limit', `1 to ${MAX_LIMIT}`);
  }
  const before: Positions = cursor === undefined ? new Map() : parseCursor(cursor);
  const rows = await findEntries(tx, owner, filter, before, limit + 1);
  const shown = rows.slice(0, limit);
  const positions = new Map(before);
  for (const { accountNumber, entry } of shown) positions.set(accountNumber, entry.number);
  return {
    entries: shown.map(({ entry }) => entry),
    next: rows.length > limit ? formatCursor(positions) : null,
  };
}
