import { type Caller, requireMerchant } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { canonicalAddress } from '../canonical-address.ts';
import { requireId } from '../require-id.ts';
import { findEntitlingSubscriptions } from './entitlement.repository.ts';
import { type Entitlement, entitlementOf } from './entitlement.ts';

/**
 * What an address may use at a merchant now. A person may ask for their own address, a member or an
 * API key of the merchant for any; of one plan alone where `planId` is given.
 * @throws InvalidInputError, NotFoundError
 */
export async function showEntitlement(
  { database, clock, config }: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
  viewer: Caller,
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
  const own = viewer.kind === 'person' ? viewer.address : undefined;
  const asked = spelled ?? own;
  if (asked === undefined) throw new InvalidInputError('address', 'whose entitlement to look up');
  const address = canonicalAddress(asked, config.BITCOIN_NETWORK, 'address');
  if (address !== own) await requireMerchant(tx, viewer, merchantId, 'viewer', 'subscriptions');
  const subscriptions = await findEntitlingSubscriptions(tx, merchantId, address);
  const matching = subscriptions.filter((each) => !planId || each.planId === planId);
  const now = subscriptions[0]?.testClockAt ?? clock.now();
  return entitlementOf(merchantId, address, matching, now);
}
