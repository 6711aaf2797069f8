/**
 * `fund`: what custody holds becomes stock. `withdraw`: stock leaves, by two operators. `collect_fees`: fees become
 * stock.
 */
export const TREASURY_MOVE_KINDS = ['fund', 'withdraw', 'collect_fees'] as const;
export type TreasuryMoveKind = (typeof TREASURY_MOVE_KINDS)[number];

export const TREASURY_MOVE_STATUSES = ['proposed', 'done', 'rejected'] as const;
export type TreasuryMoveStatus = (typeof TREASURY_MOVE_STATUSES)[number];
export type TreasuryMoveInput = 'confirm' | 'reject';

/** Every allowed transition. What needs no second operator begins as done. */
const TRANSITIONS: Readonly<
  Record<TreasuryMoveStatus, Readonly<Partial<Record<TreasuryMoveInput, TreasuryMoveStatus>>>>
> = {
  proposed: { confirm: 'done', reject: 'rejected' },
  done: {},
  rejected: {},
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextMoveStatus(
  status: TreasuryMoveStatus,
  input: TreasuryMoveInput,
): TreasuryMoveStatus | undefined {
  return TRANSITIONS[status][input];
}

export function needsSecondOperator(kind: TreasuryMoveKind): boolean {
  return kind === 'withdraw';
}

export interface TreasuryMove {
  readonly id: string;
  readonly kind: TreasuryMoveKind;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  readonly reason: string;
  readonly status: TreasuryMoveStatus;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly postingId: string | null;
}
