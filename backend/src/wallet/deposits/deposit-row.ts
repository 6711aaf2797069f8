import type { DepositStatus } from './deposit.ts';

/** Amounts are in the smallest unit of `currency`. */
export interface DepositRow {
  readonly id: string;
  readonly personId: string;
  readonly provider: string;
  readonly currency: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly status: DepositStatus;
  readonly reference: string | null;
  readonly address: string | null;
  readonly addressExtra: string | null;
  readonly paymentUri: string | null;
  readonly credited: bigint;
  readonly problem: string | null;
  readonly askedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly nextCheckAt: Date | null;
  readonly checks: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Units {
  toFixed(): string;
}
type Stored<Row> = { [Field in keyof Row]: Row[Field] extends bigint ? Units : Row[Field] };
export type StoredDeposit = Omit<Stored<DepositRow>, 'status'> & { readonly status: string };

/** A row as Prisma reads it. */
export function toDepositRow({ amount, credited, status, ...row }: StoredDeposit): DepositRow {
  return {
    ...row,
    status: status as DepositStatus,
    amount: BigInt(amount.toFixed()),
    credited: BigInt(credited.toFixed()),
  };
}
