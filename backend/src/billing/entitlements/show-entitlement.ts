import { type PersonScope, requireMerchant } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { canonicalAddress } from '../canonical-address.ts';
import { requireId } from '../require-id.ts';
import { findEntitlingSubscriptions } from './entitlement.repository.ts';
import { type Entitlement, entitlementOf } from './entitlement.ts';

/**
 * What an address may use at a merchant now. A person may ask for their own address, a member of the
 * merchant for any; of one plan alone where `planId` is given.
 * @throws InvalidInputError, NotFoundError
 */
export async function showEntitlement(
  { database, clock, config }: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
  viewer: PersonScope,
  {
    merchantId,
    address: spelled,
    planId,
  }: {
    readonly merchantId: string;
    readonly address?: string | null | undefined;
    readonly planId?: string | null | undefined;
  },
): Promise<Entitlement> {
  requireId('merchant', merchantId);
  const tx = database.client;
  const address = canonicalAddress(spelled ?? viewer.address, config.BITCOIN_NETWORK, 'address');
  if (address !== viewer.address) await requireMerchant(tx, viewer, merchantId, 'viewer');
  const subscriptions = await findEntitlingSubscriptions(tx, merchantId, address);
  const asked = subscriptions.filter((each) => !planId || each.planId === planId);
  return entitlementOf(merchantId, address, asked, clock.now());
}
