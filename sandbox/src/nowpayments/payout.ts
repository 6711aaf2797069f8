export type PayoutStatus = 'WAITING' | 'PROCESSING' | 'SENDING' | 'FINISHED' | 'FAILED' | 'REJECTED';

/** One withdrawal of a batch. */
export interface SimulatedPayout {
  readonly id: string;
  readonly batchId: string;
  readonly address: string;
  readonly currency: string;
  readonly amount: string;
  readonly extraId: string | null;
  readonly uniqueExternalId: string | null;
  readonly ipnCallbackUrl: string | null;
  readonly createdAt: Date;
  status: PayoutStatus;
  hash: string | null;
  error: string | null;
  requestedAt: Date | null;
  updatedAt: Date | null;
}

/** A payout in answers and notifications alike: here ids and amounts are text. */
export function payoutBody(payout: SimulatedPayout): Record<string, unknown> {
  return {
    is_request_payouts: false,
    id: payout.id,
    address: payout.address,
    currency: payout.currency,
    amount: payout.amount,
    batch_withdrawal_id: payout.batchId,
    ipn_callback_url: payout.ipnCallbackUrl,
    status: payout.status,
    extra_id: payout.extraId,
    hash: payout.hash,
    error: payout.error,
    payout_description: null,
    unique_external_id: payout.uniqueExternalId,
    created_at: payout.createdAt.toISOString(),
    requested_at: payout.requestedAt?.toISOString() ?? null,
    updated_at: payout.updatedAt?.toISOString() ?? null,
  };
}
