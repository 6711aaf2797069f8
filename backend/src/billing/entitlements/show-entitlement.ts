import { type Caller, requireMerchant } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { canonicalAddress } from '../canonical-address.ts';
import { realNow } from '../clock/real-now.ts';
import { requireId } from '../require-id.ts';
import { findEntitlingSubscriptions } from './entitlement.repository.ts';
import { type Entitlement, entitlementOf } from './entitlement.ts';
import { type EntitlementToken, signEntitlement } from './entitlement-token.ts';

type Services = Pick<PlatformServices, 'database' | 'clock' | 'config'>;

/** Whose entitlement, and to what. */
export interface EntitlementQuestion {
  readonly merchantId: string;
  readonly address?: string | null | undefined;
  readonly planId?: string | null | undefined;
}

/**
 * What an address may use at a merchant now. A person may ask for their own address, a member or an
 * API key of the merchant for any; of one plan alone where `planId` is given.
 * @throws InvalidInputError, NotFoundError
 */
export async function showEntitlement(
  services: Services,
  viewer: Caller,
  asked: EntitlementQuestion,
): Promise<Entitlement> {
  return (await read(services, viewer, asked)).entitlement;
}

/**
 * The same as a token; null when nothing is granted.
 * @throws InvalidInputError, NotFoundError
 */
export async function showEntitlementToken(
  services: Services,
  viewer: Caller,
  asked: EntitlementQuestion,
): Promise<EntitlementToken | null> {
  const { entitlement, at } = await read(services, viewer, asked);
  return signEntitlement(services.config, entitlement, { now: realNow(services.clock), at });
}

async function read(
  { database, clock, config }: Services,
  viewer: Caller,
  { merchantId, address: spelled, planId }: EntitlementQuestion,
): Promise<{ readonly entitlement: Entitlement; readonly at: Date }> {
  requireId('merchant', merchantId);
  const tx = database.client;
  const own = viewer.kind === 'person' ? viewer.address : undefined;
  const asked = spelled ?? own;
  if (asked === undefined) throw new InvalidInputError('address', 'whose entitlement to look up');
  const address = canonicalAddress(asked, config.BITCOIN_NETWORK, 'address');
  if (address !== own) await requireMerchant(tx, viewer, merchantId, 'viewer', 'subscriptions');
  const subscriptions = await findEntitlingSubscriptions(tx, merchantId, address);
  const matching = subscriptions.filter((each) => !planId || each.planId === planId);
  const at = subscriptions[0]?.testClockAt ?? realNow(clock);
  return { entitlement: entitlementOf(merchantId, address, matching, at), at };
}
