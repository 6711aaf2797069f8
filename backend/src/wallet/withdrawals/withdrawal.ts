import { shareOf } from '../fees/share.ts';

export const WITHDRAWAL_STATUSES = [
  'requested',
  'approved',
  'sending',
  'unknown',
  'sent',
  'completed',
  'failed',
  'canceled',
  'rejected',
] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];

/**
 * What can happen to a withdrawal. `approve`: as many operators as it needs have approved it. `send`: the
 * provider is about to be asked. `not_done`: it certainly has not done it and may be asked again. `lost`: nobody
 * knows whether it has. `found`: it has the payout after all. `confirmed`: the payout is on its way. `paid`,
 * `refused`: how it ended.
 */
export const WITHDRAWAL_INPUTS = [
  'approve',
  'cancel',
  'reject',
  'send',
  'not_done',
  'lost',
  'found',
  'confirmed',
  'paid',
  'refused',
] as const;
export type WithdrawalInput = (typeof WITHDRAWAL_INPUTS)[number];

type Transitions = Readonly<
  Record<WithdrawalStatus, Readonly<Partial<Record<WithdrawalInput, WithdrawalStatus>>>>
>;

/**
 * Every allowed transition; what is not here does not happen. Money is locked from `requested` on, until it has
 * left (`completed`) or is given back (`failed`, `canceled`, `rejected`): those are the end.
 */
const TRANSITIONS: Transitions = {
  requested: { approve: 'approved', cancel: 'canceled', reject: 'rejected' },
  approved: { send: 'sending', reject: 'rejected' },
  sending: {
    not_done: 'approved',
    lost: 'unknown',
    found: 'sending',
    confirmed: 'sent',
    paid: 'completed',
    refused: 'failed',
  },
  unknown: {
    not_done: 'approved',
    lost: 'unknown',
    found: 'sending',
    confirmed: 'sent',
    paid: 'completed',
    refused: 'failed',
  },
  sent: { confirmed: 'sent', paid: 'completed', refused: 'failed' },
  completed: {},
  failed: {},
  canceled: {},
  rejected: {},
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextWithdrawalStatus(
  status: WithdrawalStatus,
  input: WithdrawalInput,
): WithdrawalStatus | undefined {
  return TRANSITIONS[status][input];
}

/** Whether the provider has been asked, or is about to be. */
export function isUnderWay(status: WithdrawalStatus): boolean {
  return status === 'approved' || status === 'sending' || status === 'unknown' || status === 'sent';
}

interface FeeTerms {
  readonly WALLET_WITHDRAWAL_FEE_BPS: number;
  readonly WALLET_WITHDRAWAL_FEES: Readonly<Record<string, bigint>>;
}

/** The fee for an amount, on top of it: a fixed part and a share, rounded up. In the smallest unit. */
export function withdrawalFee(terms: FeeTerms, currency: string, amount: bigint): bigint {
  const fixed = Object.hasOwn(terms.WALLET_WITHDRAWAL_FEES, currency)
    ? (terms.WALLET_WITHDRAWAL_FEES[currency] ?? 0n)
    : 0n;
  return fixed + shareOf(amount, terms.WALLET_WITHDRAWAL_FEE_BPS, 'up');
}

/** How many operators have to approve an amount: two above the configured one. */
export function approvalsNeeded(
  { WALLET_FOUR_EYES: fourEyes }: { readonly WALLET_FOUR_EYES: Readonly<Record<string, bigint>> },
  currency: string,
  amount: bigint,
): number {
  const bound = Object.hasOwn(fourEyes, currency) ? fourEyes[currency] : undefined;
  return bound !== undefined && amount > bound ? 2 : 1;
}
