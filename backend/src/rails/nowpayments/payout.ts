import { z } from 'zod';
import { DecimalText, Id, TickerCode } from './payment.ts';
import type { ProviderAmount } from './provider-amount.ts';

/** Payouts are written with six decimals at most, whatever the currency: bitcoin in steps of 100 satoshi. */
export const PAYOUT_DECIMALS = 6;

const FAILED = ['failed', 'rejected', 'cancelled', 'canceled'];

/** A payout as the provider has it, in an answer or a notification. */
export interface NowPayout {
  readonly id: string;
  /** The batch that it was asked for in, which is what is verified. */
  readonly batchId: string;
  /** The id that we gave it; null where the provider does not say. */
  readonly externalId: string | null;
  readonly address: string;
  readonly amount: ProviderAmount;
  /** The provider's word in lower case: creating, waiting, processing, sending, finished, failed, rejected. */
  readonly status: string;
  /** `pending` for every status that is not known to be an end. */
  readonly outcome: 'pending' | 'paid' | 'failed';
  /** Transaction id on its network, once there is one. */
  readonly hash: string | null;
  readonly error: string | null;
}

const Text = z.string().max(1_000);

/** A payout in JSON with numbers as text. */
export const Payout = z
  .object({
    id: Id,
    batch_withdrawal_id: Id.optional(),
    batchWithdrawalId: Id.optional(),
    unique_external_id: Text.nullish(),
    address: z.string().min(1).max(200),
    currency: TickerCode,
    amount: DecimalText,
    status: z.string().min(1).max(40),
    hash: Text.nullish(),
    error: z.unknown().optional(),
  })
  .transform((answer, context): NowPayout => {
    const batchId = answer.batch_withdrawal_id ?? answer.batchWithdrawalId;
    if (batchId === undefined) {
      context.addIssue({ code: 'custom', message: 'batch_withdrawal_id is missing' });
      return z.NEVER;
    }
    const status = answer.status.toLowerCase();
    return {
      id: answer.id,
      batchId,
      externalId: answer.unique_external_id ?? null,
      address: answer.address,
      amount: { currency: answer.currency, decimal: answer.amount },
      status,
      outcome: status === 'finished' ? 'paid' : FAILED.includes(status) ? 'failed' : 'pending',
      hash: answer.hash ?? null,
      error: errorText(answer.error),
    };
  });

function errorText(error: unknown): string | null {
  if (error === null || error === undefined || error === '') return null;
  return (typeof error === 'string' ? error : JSON.stringify(error)).slice(0, 500);
}
