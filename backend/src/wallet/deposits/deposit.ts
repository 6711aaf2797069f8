export const DEPOSIT_STATUSES = [
  'creating',
  'waiting',
  'partial',
  'completed',
  'failed',
  'expired',
  'refunded',
] as const;
export type DepositStatus = (typeof DEPOSIT_STATUSES)[number];

/**
 * What can happen to a deposit. `opened`: the provider has given an address. `refused`: it will not. `paid` and
 * `paid_partly`: money was credited. `failed`, `expired`: the provider gave up, or nobody paid. `refunded`: it
 * gave the money back.
 */
export const DEPOSIT_INPUTS = [
  'opened',
  'refused',
  'paid',
  'paid_partly',
  'failed',
  'expired',
  'refunded',
] as const;
export type DepositInput = (typeof DEPOSIT_INPUTS)[number];

/**
 * Every allowed transition; what is not here does not happen. Money that comes after all, to a deposit that had
 * failed or expired, is credited. What was credited is never called failed or expired afterwards.
 */
const TRANSITIONS: Readonly<Record<DepositStatus, Readonly<Partial<Record<DepositInput, DepositStatus>>>>> = {
  creating: { opened: 'waiting', refused: 'failed' },
  waiting: {
    paid: 'completed',
    paid_partly: 'partial',
    failed: 'failed',
    expired: 'expired',
    refunded: 'refunded',
  },
  partial: { paid: 'completed', paid_partly: 'partial', refunded: 'refunded' },
  completed: { paid: 'completed', paid_partly: 'completed', refunded: 'refunded' },
  failed: { paid: 'completed', paid_partly: 'partial', refunded: 'refunded' },
  expired: { paid: 'completed', paid_partly: 'partial', failed: 'failed', refunded: 'refunded' },
  refunded: {},
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextDepositStatus(status: DepositStatus, input: DepositInput): DepositStatus | undefined {
  return TRANSITIONS[status][input];
}

/** Whether the provider is asked again by itself how such a deposit stands. */
export function isAwaited(status: DepositStatus): boolean {
  return status === 'creating' || status === 'waiting' || status === 'partial';
}
