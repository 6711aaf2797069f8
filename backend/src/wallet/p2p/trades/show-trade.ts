import { type PersonScope, requireOperator } from '../../../identity/index.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { ForbiddenError, NotFoundError } from '../../../platform/errors/index.ts';
import { requireId } from '../read-input.ts';
import { findOwnTrade, findTrade } from './trade.repository.ts';
import type { Trade } from './trade.ts';

/**
 * A trade as either of its two or an operator sees it.
 * @throws NotFoundError, also for one that the viewer may not know of
 */
export async function showTrade(tx: Tx, viewer: PersonScope, id: string): Promise<Trade> {
  requireId('trade', id);
  const own = await findOwnTrade(tx, viewer, id);
  if (own) return own;
  const operator = await requireOperator(tx, viewer).catch((error: unknown) => {
    throw error instanceof ForbiddenError ? new NotFoundError('trade', id) : error;
  });
  const trade = await findTrade(tx, operator, id);
  if (!trade) throw new NotFoundError('trade', id);
  return trade;
}
