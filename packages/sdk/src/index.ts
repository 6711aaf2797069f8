export { type Client, type ClientOptions, createClient, type RequestOptions } from './client.ts';
export {
  type EntitlementCheck,
  EntitlementError,
  type EntitlementErrorCode,
  type EntitlementKeySet,
  type VerifiedEntitlement,
  verifyEntitlementToken,
} from './entitlements.ts';
export { CharmBillsError, type Facts, type TransportCode } from './errors.ts';
export type { ErrorCode } from './generated/error-codes.ts';
export * from './generated/operations.ts';
export { type Operation, operation } from './operation.ts';
export {
  verifyWebhook,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookRequest,
} from './webhooks.ts';
