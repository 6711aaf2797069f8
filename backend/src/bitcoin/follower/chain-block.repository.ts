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

/** Takes a block off, and notes that it was. */
export async function deleteBlock(tx: Tx, { height, hash }: KnownBlock, at: Date): Promise<void> {
  await tx.chainBlock.delete({ where: { height } });
  await tx.chainDisconnect.create({ data: { height, hash, at } });
}

/** Blocks that were taken off our chain together. */
export interface Reorganisation {
  /** When the first of them was taken off. */
  readonly at: Date;
  /** Height of the lowest. */
  readonly fromHeight: number;
  readonly blocks: number;
}

/** The last one; undefined when there has been none. Blocks of one are taken off within minutes. */
export async function findLastReorganisation(tx: Tx): Promise<Reorganisation | undefined> {
  const [found] = await tx.$queryRaw<{ at: Date | null; fromHeight: number; blocks: number }[]>`
    SELECT min(at) AS at, min(height) AS "fromHeight", count(*)::int AS blocks FROM chain_disconnects
    WHERE at > (SELECT max(at) FROM chain_disconnects) - interval '10 minutes'`;
  return found?.at ? { ...found, at: found.at } : undefined;
}
