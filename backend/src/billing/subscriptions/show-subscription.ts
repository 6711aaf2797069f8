import { type Caller, type PortalScope, requireMerchant } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import {
  findOwnSubscription,
  findSubscription,
  findSubscriptionMerchant,
} from './subscription.repository.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/**
 * A subscription as its owner or a member of its merchant sees it.
 * @throws NotFoundError, also for one that the viewer may not know of
 */
export async function showSubscription(
  tx: Tx,
  viewer: Caller | PortalScope,
  id: string,
): Promise<SubscriptionRow> {
  requireId('subscription', id);
  const own = viewer.kind === 'api_key' ? undefined : await findOwnSubscription(tx, viewer, id);
  if (own) return own;
  if (viewer.kind === 'portal') throw new NotFoundError('subscription', id);
  const merchantId = await findSubscriptionMerchant(tx, id);
  if (!merchantId) throw new NotFoundError('subscription', id);
  const scope = await requireMerchant(tx, viewer, merchantId, 'viewer', 'subscriptions').catch(
    (error: unknown) => {
      throw error instanceof NotFoundError ? new NotFoundError('subscription', id) : error;
    },
  );
  const subscription = await findSubscription(tx, scope, id);
  if (!subscription) throw new NotFoundError('subscription', id);
  return subscription;
}
