import { type Caller, type PortalScope, requireMerchant } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import {
  findOwnSubscription,
  findSubscriptionMerchant,
  type SubscriptionManager,
} from './subscription.repository.ts';

/**
 * The right to manage a subscription: of whose it is, or of an admin of its merchant on their behalf.
 * @throws NotFoundError, also for one that they may not know of, ForbiddenError when their role is too low
 */
export async function requireManager(
  tx: Tx,
  viewer: Caller | PortalScope,
  id: string,
): Promise<SubscriptionManager> {
  requireId('subscription', id);
  if (viewer.kind === 'portal') return viewer;
  if (viewer.kind === 'person' && (await findOwnSubscription(tx, viewer, id))) return viewer;
  const merchantId = await findSubscriptionMerchant(tx, id);
  if (!merchantId) throw new NotFoundError('subscription', id);
  return requireMerchant(tx, viewer, merchantId, 'admin', 'subscriptions').catch((error: unknown) => {
    throw error instanceof NotFoundError ? new NotFoundError('subscription', id) : error;
  });
}
