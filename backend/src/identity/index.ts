import type { JobDefinition } from '../platform/jobs/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import { MerchantResolver } from './merchants/merchant.resolver.ts';
import { pruneSignInsJob } from './sign-in/prune-sign-ins.job.ts';
import { SignInResolver } from './sign-in/sign-in.resolver.ts';

export { MerchantType } from './merchants/merchant.type.ts';
export { merchantLoader } from './merchants/merchant-loader.ts';
export { listMemberships } from './merchants/merchants.repository.ts';
export { requireMerchant } from './merchants/require-merchant.ts';
export { grantOperator, listOperators, revokeOperator } from './operators/grant-operator.ts';
export { requireOperator } from './operators/require-operator.ts';
export type { GraphQLContext } from './request-context.ts';
export { type MerchantScope, type OperatorScope, type PersonScope, ROLES, type Role } from './scopes.ts';
export { authenticate, bearerToken, type SignedIn } from './sign-in/authenticate.ts';
export { readToken } from './sign-in/session-token.ts';
export { SESSION_REVOKED } from './sign-in/sign-out.ts';

export const identityResolvers = [SignInResolver, MerchantResolver] as const;

export function identityJobs(services: PlatformServices): JobDefinition<object>[] {
  return [pruneSignInsJob(services)];
}
