import { type OutPoint, TAG } from '@charmbills/charms';
import type { Tx } from '../../platform/database/index.ts';

/** A plan of ours by its app. */
export interface PlanApp {
  readonly merchantId: string;
  readonly planId: string;
  readonly identity: string;
  readonly vk: string;
}

export interface CharmOutputRow {
  readonly merchantId: string;
  readonly planId: string;
  readonly txid: string;
  readonly vout: number;
  readonly tag: string;
  readonly appIdentity: string;
  readonly appVk: string;
  readonly units: bigint;
  /** The charm, CBOR. */
  readonly data: Uint8Array;
  readonly script: Uint8Array;
  readonly blockHeight: number;
}

export interface PlanNftRow extends OutPoint {
  readonly merchantId: string;
  readonly planId: string;
  /** The plan's state, CBOR. */
  readonly data: Uint8Array;
  readonly spentAtHeight: number | null;
}

/** Plans whose NFT has been in a block of the best chain, by the identity of their app. */
export async function findPlanApps(tx: Tx, identities: readonly string[]): Promise<PlanApp[]> {
  if (identities.length === 0) return [];
  return tx.$queryRaw<PlanApp[]>`
    SELECT DISTINCT merchant_id AS "merchantId", plan_id AS "planId", app_identity AS identity, app_vk AS vk
    FROM charm_outputs WHERE app_identity = ANY (${identities}::text[]) AND tag = ${TAG.nft}`;
}

/** Writes charms on outputs, in one parameter however many; those that are there already stay as they are. */
export async function insertCharmOutputs(tx: Tx, rows: readonly CharmOutputRow[]): Promise<void> {
  if (rows.length === 0) return;
  const written = rows.map(({ units, data, script, ...row }) => ({
    ...row,
    units: String(units),
    data: Buffer.from(data).toString('hex'),
    script: Buffer.from(script).toString('hex'),
  }));
  await tx.$executeRaw`
    INSERT INTO charm_outputs
      (merchant_id, plan_id, txid, vout, tag, app_identity, app_vk, units, data, script, block_height)
    SELECT "merchantId", "planId", txid, vout, tag, "appIdentity", "appVk", units,
      decode(data, 'hex'), decode(script, 'hex'), "blockHeight"
    FROM jsonb_to_recordset(${JSON.stringify(written)}::jsonb) AS row (
      "merchantId" text, "planId" text, txid text, vout int, tag text, "appIdentity" text, "appVk" text,
      units bigint, data text, script text, "blockHeight" int)
    ON CONFLICT DO NOTHING`;
}

export interface Spend extends OutPoint {
  readonly byTxid: string;
}

/**
 * Marks charms as gone from outputs that a block spends. `OFFSET 0` makes each spent output one look into an
 * index: a block costs what it holds, however many charms there are.
 */
export async function markSpent(tx: Tx, height: number, spends: readonly Spend[]): Promise<void> {
  if (spends.length === 0) return;
  const gone = await tx.$queryRaw<Spend[]>`
    SELECT DISTINCT o.txid, o.vout, spend.by_txid AS "byTxid"
    FROM unnest(
      ${spends.map(({ txid }) => txid)}::text[],
      ${spends.map(({ vout }) => vout)}::bigint[],
      ${spends.map(({ byTxid }) => byTxid)}::text[]
    ) AS spend (txid, vout, by_txid)
    CROSS JOIN LATERAL (
      SELECT o.txid, o.vout FROM charm_outputs o
      WHERE o.txid = spend.txid AND o.vout = spend.vout AND o.spent_by_txid IS NULL OFFSET 0
    ) o`;
  if (gone.length === 0) return;
  await tx.$executeRaw`
    UPDATE charm_outputs o SET spent_by_txid = gone.by_txid, spent_at_height = ${height}
    FROM unnest(
      ${gone.map(({ txid }) => txid)}::text[],
      ${gone.map(({ vout }) => vout)}::int[],
      ${gone.map(({ byTxid }) => byTxid)}::text[]
    ) AS gone (txid, vout, by_txid)
    WHERE o.txid = gone.txid AND o.vout = gone.vout AND o.spent_by_txid IS NULL`;
}

/** Takes back what a block did. */
export async function forgetBlock(tx: Tx, height: number): Promise<void> {
  await tx.charmOutput.deleteMany({ where: { blockHeight: height } });
  await tx.charmOutput.updateMany({
    where: { spentAtHeight: height },
    data: { spentByTxid: null, spentAtHeight: null },
  });
}

/** Units of each plan that these transactions spent, by `txid/planId`. */
export async function unitsSpentBy(tx: Tx, txids: readonly string[]): Promise<Map<string, bigint>> {
  const groups = await tx.charmOutput.groupBy({
    by: ['spentByTxid', 'planId'],
    where: { spentByTxid: { in: [...txids] }, tag: TAG.token },
    _sum: { units: true },
  });
  return new Map(groups.map((group) => [`${group.spentByTxid}/${group.planId}`, group._sum.units ?? 0n]));
}

/** The plans' NFTs among these outputs, spent or not. */
export async function findPlanNfts(tx: Tx, outPoints: readonly OutPoint[]): Promise<PlanNftRow[]> {
  if (outPoints.length === 0) return [];
  return tx.$queryRaw<PlanNftRow[]>`
    SELECT o.merchant_id AS "merchantId", o.plan_id AS "planId", o.txid, o.vout, o.data,
      o.spent_at_height AS "spentAtHeight"
    FROM unnest(${outPoints.map(({ txid }) => txid)}::text[], ${outPoints.map(({ vout }) => vout)}::bigint[])
      AS sought (txid, vout)
    JOIN charm_outputs o ON o.txid = sought.txid AND o.vout = sought.vout
    WHERE o.tag = ${TAG.nft}`;
}

/** A plan's NFT where it is now. */
export interface CurrentPlanNft extends OutPoint {
  readonly merchantId: string;
  readonly planId: string;
  readonly identity: string;
  readonly vk: string;
  /** The plan's state, CBOR. */
  readonly data: Uint8Array;
  /** scriptPubKey that holds it. */
  readonly script: Uint8Array;
}

/** Where the NFT of a plan is now, by the blocks; undefined when it is gone. */
export async function currentPlanNft(
  tx: Tx,
  { merchantId, planId, identity, vk }: PlanApp,
): Promise<CurrentPlanNft | undefined> {
  const [row] = await tx.$queryRaw<CurrentPlanNft[]>`
    SELECT merchant_id AS "merchantId", plan_id AS "planId", app_identity AS identity, app_vk AS vk, txid, vout, data,
      script
    FROM charm_outputs
    WHERE merchant_id = ${merchantId} AND plan_id = ${planId} AND app_identity = ${identity} AND app_vk = ${vk}
      AND tag = 'n' AND spent_by_txid IS NULL
    ORDER BY block_height DESC LIMIT 1`;
  return row;
}

/** The plans' NFTs that are unspent by the blocks: those that came in this block, or all of them. */
export async function currentPlanNfts(tx: Tx, height: number | null): Promise<CurrentPlanNft[]> {
  return tx.$queryRaw`
    SELECT merchant_id AS "merchantId", plan_id AS "planId", app_identity AS identity, app_vk AS vk, txid, vout, data,
      script
    FROM charm_outputs
    WHERE tag = 'n' AND spent_by_txid IS NULL AND (${height}::int IS NULL OR block_height = ${height}::int)`;
}

/** Which of these transactions are known of which merchant, as `merchantId/txid`. */
export async function knownTransactions(tx: Tx, txids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.chainTransaction.findMany({
    where: { txid: { in: [...txids] } },
    select: { merchantId: true, txid: true },
  });
  return new Set(rows.map(({ merchantId, txid }) => `${merchantId}/${txid}`));
}
