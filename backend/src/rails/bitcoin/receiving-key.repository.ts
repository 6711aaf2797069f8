import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

export interface ReceivingKeyRow {
  readonly id: string;
  readonly merchantId: string;
  readonly branch: string;
  readonly descriptor: string;
  readonly createdAt: Date;
}

type Merchant = Pick<MerchantScope, 'merchantId'>;

/** The key that a merchant is paid on at present. */
export async function findReceivingKey(tx: Tx, merchantId: string): Promise<ReceivingKeyRow | undefined> {
  return (await tx.receivingKey.findFirst({ where: { merchantId, retiredAt: null } })) ?? undefined;
}

/** As `findReceivingKey`, while nobody else can change it; one at a time also where there is none yet. */
export async function lockReceivingKey(
  tx: Tx,
  { merchantId }: Merchant,
): Promise<ReceivingKeyRow | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`receiving-key:${merchantId}`}, 0))`;
  return findReceivingKey(tx, merchantId);
}

export async function retireReceivingKey(tx: Tx, { merchantId }: Merchant, now: Date): Promise<void> {
  await tx.receivingKey.updateMany({ where: { merchantId, retiredAt: null }, data: { retiredAt: now } });
}

/** Addresses that were given out before, here or at another merchant, are not given out again. */
export async function insertReceivingKey(tx: Tx, key: ReceivingKeyRow): Promise<void> {
  await tx.receivingBranch.createMany({ data: { branch: key.branch }, skipDuplicates: true });
  await tx.receivingKey.create({ data: key });
}

/** How the addresses of a key have been used. */
export interface BranchUse {
  /** Of the next address. */
  readonly nextIndex: number;
  /** Addresses given out since the last that was paid to. */
  readonly unpaidRun: number;
  /** The most addresses in a row, up to the last that was paid to, which a wallet must look past to find all money. */
  readonly widestGap: number;
}

export async function readBranchUse(tx: Tx, branch: string): Promise<BranchUse> {
  const [row] = await tx.$queryRaw<BranchUse[]>`
    SELECT b.next_index AS "nextIndex", b.next_index - 1 - coalesce(u.last, -1) AS "unpaidRun",
      coalesce(u.widest, 0) AS "widestGap"
    FROM receiving_branches b
    LEFT JOIN LATERAL (
      SELECT max(s.index) AS last, max(s.index - s.before - 1) AS widest
      FROM (
        SELECT a.index, lag(a.index, 1, -1) OVER (ORDER BY a.index) AS before
        FROM receiving_addresses a WHERE a.branch = b.branch AND a.seen_at IS NOT NULL
      ) s
    ) u ON true
    WHERE b.branch = ${branch}`;
  return row ?? { nextIndex: 0, unpaidRun: 0, widestGap: 0 };
}
