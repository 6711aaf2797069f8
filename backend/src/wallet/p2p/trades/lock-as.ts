import type { PersonScope } from '../../../identity/index.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { ForbiddenError, NotFoundError } from '../../../platform/errors/index.ts';
import { lockOwnTrade } from './trade.repository.ts';
import { roleIn, type Trade, type TradeRole } from './trade.ts';

/**
 * A person's own trade, locked until the transaction ends, for something that only one side of it may do.
 * @throws NotFoundError for a trade of others, ForbiddenError on the wrong side of it
 */
export async function lockAs(tx: Tx, person: PersonScope, id: string, role?: TradeRole): Promise<Trade> {
  const trade = await lockOwnTrade(tx, person, id);
  if (!trade) throw new NotFoundError('trade', id);
  if (role !== undefined && roleIn(trade, person) !== role) throw new ForbiddenError();
  return trade;
}
