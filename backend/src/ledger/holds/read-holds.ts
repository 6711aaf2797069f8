import type { Tx } from '../../platform/database/index.ts';
import { HoldNotFoundError } from '../ledger.errors.ts';
import type { HoldView } from './hold.ts';
import { findHold, findOpenHolds } from './holds.repository.ts';

const MAX_OPEN = 1_000;

/**
 * Whether the caller may see it is the caller's to check.
 * @throws HoldNotFoundError
 */
export async function readHold(tx: Tx, id: string): Promise<HoldView> {
  const hold = await findHold(tx, id);
  if (hold === null) throw new HoldNotFoundError(id);
  return hold;
}

/** The account's open holds, oldest first, at most a thousand. */
export function openHoldsOf(tx: Tx, accountId: string): Promise<HoldView[]> {
  return findOpenHolds(tx, accountId, MAX_OPEN);
}
