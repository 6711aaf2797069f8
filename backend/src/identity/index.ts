import type { JobDefinition } from '../platform/jobs/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import { MerchantResolver } from './merchants/merchant.resolver.ts';
import { prunePortalSessionsJob } from './portal/prune-portal-sessions.job.ts';
import { pruneSignInsJob } from './sign-in/prune-sign-ins.job.ts';
import { SignInResolver } from './sign-in/sign-in.resolver.ts';

export { API_KEY_CHANGED } from './api-keys/authenticate-key.ts';
export { AREAS, type Area, KEY_SCOPES, type KeyScope } from './api-keys/key-scopes.ts';
export { hashKeySecret, hintOf, newKeySecret } from './api-keys/key-secret.ts';
export { foundMerchant, joinMerchant, MERCHANTS_LIMIT } from './merchants/join-merchant.ts';
export { logoOf, logoUrl } from './merchants/logo-url.ts';
export { MembershipType, MerchantType, ModeEnum, RoleEnum } from './merchants/merchant.type.ts';
export { merchantLoader } from './merchants/merchant-loader.ts';
export {
  findLogo,
  findMerchants,
  listMemberships,
  type MerchantRow,
} from './merchants/merchants.repository.ts';
export { requireMember, requireMerchant, requirePersonOf } from './merchants/require-merchant.ts';
export { grantOperator, listOperators, revokeOperator } from './operators/grant-operator.ts';
export { requireOperator } from './operators/require-operator.ts';
export { endPortalSession, PORTAL_REVOKED, revokePortalSessions } from './portal/end-portal-session.ts';
export { openPortal } from './portal/open-portal.ts';
export { redeemPortalLink } from './portal/redeem-portal-link.ts';
export type { GraphQLContext } from './request-context.ts';
export {
  type ApiKeyScope,
  type Caller,
  type MerchantScope,
  type Mode,
  type OperatorScope,
  type PersonScope,
  type PortalScope,
  ROLES,
  type Role,
  type SubscriberScope,
} from './scopes.ts';
export { readSignerAddress } from './sign-in/address.ts';
export { authenticate, bearerToken, isKeptToken, type SignedIn } from './sign-in/authenticate.ts';
export { readToken } from './sign-in/session-token.ts';
export { SESSION_REVOKED } from './sign-in/sign-out.ts';

export const identityResolvers = [SignInResolver, MerchantResolver] as const;

export function identityJobs(services: PlatformServices): JobDefinition<object>[] {
  return [pruneSignInsJob(services), prunePortalSessionsJob(services)];
}
