export type { GraphQLContext } from './request-context.ts';
export { requireMerchant } from './require-merchant.ts';
export { type MerchantScope, type PersonScope, ROLES, type Role } from './scopes.ts';
