import { SignJWT } from 'jose';
import type { Config } from '../../platform/config/index.ts';
import type { Entitlement } from './entitlement.ts';
import { entitlementKeysOf } from './entitlement-keys.ts';

/** What a merchant's server verifies by itself. */
export interface EntitlementToken {
  readonly token: string;
  readonly expiresAt: Date;
}

const LIFETIME_MS = 5 * 60_000;
export const TOKEN_TYPE = 'entitlement+jwt';

/**
 * An entitlement as a signed token, an EdDSA JWT for the merchant: null when nothing is granted. It ends after five
 * minutes, or where the first of its grants does, so what is taken back is gone by then. `now` is the real time, by which
 * others read it; `at` that of the merchant.
 */
export async function signEntitlement(
  config: Pick<Config, 'PUBLIC_URL' | 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_RETIRED'>,
  { merchantId, address, grants, features }: Entitlement,
  { now, at }: { readonly now: Date; readonly at: Date },
): Promise<EntitlementToken | null> {
  const active = grants.filter((grant) => grant.active);
  if (active.length === 0) return null;
  const ends = active.flatMap(({ subscription: { accessUntil } }) =>
    accessUntil === null ? [] : [accessUntil.getTime() - at.getTime()],
  );
  const expires = Math.floor((now.getTime() + Math.min(LIFETIME_MS, ...ends)) / 1_000);
  const { kid, privateKey } = entitlementKeysOf(config);
  const plans = [...new Set(active.map(({ subscription }) => subscription.planId))];
  const token = await new SignJWT({ plans, features })
    .setProtectedHeader({ alg: 'EdDSA', typ: TOKEN_TYPE, kid })
    .setIssuer(config.PUBLIC_URL)
    .setAudience(merchantId)
    .setSubject(address)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(privateKey);
  return { token, expiresAt: new Date(expires * 1_000) };
}
