import type { Tx } from '../../platform/database/index.ts';

/** A block as the follower remembers it. */
export interface KnownBlock {
  readonly height: number;
  readonly hash: string;
}

/** One number for all processes: whoever holds it may move the follower's tip. */
const FOLLOWER_LOCK = 7_316_904_212n;

/** Takes the right to move the tip until the transaction ends; false when another process has it. */
export async function lockTip(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${FOLLOWER_LOCK}) AS locked`;
  return row?.locked === true;
}

/** The newest blocks, newest first. */
export async function findNewestBlocks(tx: Tx, limit: number): Promise<KnownBlock[]> {
  return tx.chainBlock.findMany({
    select: { height: true, hash: true },
    orderBy: { height: 'desc' },
    take: limit,
  });
}

export async function findTip(tx: Tx): Promise<KnownBlock | undefined> {
  const [tip] = await findNewestBlocks(tx, 1);
  return tip;
}

/** Adds a block on top and forgets those below `keepFrom`. */
export async function insertBlock(
  tx: Tx,
  block: KnownBlock & { readonly prevHash: string; readonly time: Date },
  keepFrom: number,
  now: Date,
): Promise<void> {
  const { height, hash, prevHash, time } = block;
  await tx.chainBlock.create({ data: { height, hash, prevHash, time, connectedAt: now } });
  await tx.chainBlock.deleteMany({ where: { height: { lt: keepFrom } } });
}

export async function deleteBlock(tx: Tx, height: number): Promise<void> {
  await tx.chainBlock.delete({ where: { height } });
}
