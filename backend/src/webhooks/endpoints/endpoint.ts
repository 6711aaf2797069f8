/** `disabled` keeps what waits, and takes up nothing new. `deleted` is gone for its merchant. */
export const ENDPOINT_STATUSES = ['enabled', 'disabled', 'deleted'] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];
export type VisibleStatus = Exclude<EndpointStatus, 'deleted'>;

/** Who disabled it: a member, or the product, because it failed for too long. */
export type DisabledReason = 'member' | 'failing';

/** An endpoint as its merchant sees it; secrets are not among it. */
export interface EndpointRow {
  readonly merchantId: string;
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly string[];
  readonly status: VisibleStatus;
  readonly disabledReason: DisabledReason | null;
  readonly disabledAt: Date | null;
  /** When the secret before the present one stops being valid. */
  readonly previousSecretExpiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Attempts that failed since the last that succeeded, and since when. */
  readonly failures: number;
  readonly failingSince: Date | null;
}

/** Per merchant, deleted ones not counted. */
export const ENDPOINTS_LIMIT = 20;

/** News of an endpoint, which the merchant's other endpoints may hear of too. */
export const ENDPOINT_DISABLED = 'webhook_endpoint.disabled';
