import type { WithdrawalStatus } from './withdrawal.ts';

/** Amounts are in the smallest unit of `currency`; the fee comes on top of the amount. */
export interface WithdrawalRow {
  readonly id: string;
  readonly personId: string;
  readonly provider: string;
  readonly currency: string;
  readonly asset: string;
  readonly address: string;
  readonly addressExtra: string | null;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly status: WithdrawalStatus;
  readonly approvalsNeeded: number;
  readonly holdId: string;
  readonly reference: string | null;
  readonly batch: string | null;
  readonly networkTxid: string | null;
  readonly problem: string | null;
  readonly sendingAt: Date | null;
  readonly attempts: number;
  readonly nextCheckAt: Date | null;
  readonly checks: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Units {
  toFixed(): string;
}
type Stored<Row> = { [Field in keyof Row]: Row[Field] extends bigint ? Units : Row[Field] };
type StoredWithdrawal = Omit<Stored<WithdrawalRow>, 'status'> & { readonly status: string };

/** A row as Prisma reads it. */
export function toWithdrawalRow({ amount, fee, status, ...row }: StoredWithdrawal): WithdrawalRow {
  return {
    ...row,
    status: status as WithdrawalStatus,
    amount: BigInt(amount.toFixed()),
    fee: BigInt(fee.toFixed()),
  };
}
