/** How what is due is taken: in batches, and where `merchantId` is given that of this merchant alone. */
export interface DueWork {
  readonly signal?: AbortSignal | undefined;
  readonly batch?: number;
  readonly merchantId?: string | undefined;
}
