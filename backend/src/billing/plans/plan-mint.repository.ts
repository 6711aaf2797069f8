import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { PlanOnChain } from '../ports.ts';
import { planMoves } from './plan.ts';

/** Where a plan's NFT is by the blocks, and what it offers. */
export interface PlanNftReport {
  readonly merchantId: string;
  readonly planId: string;
  readonly onChain: PlanOnChain;
  readonly name: string;
  /** Of one period, at least. */
  readonly priceSats: bigint;
  /** Periods that may still be sold; null is without limit. */
  readonly limit: bigint | null;
}

/** The transaction that mints a plan, as its rail knows it. */
export interface PlanMint {
  readonly merchantId: string;
  readonly planId: string;
  readonly transactionId: string;
}

export interface SettledPlanMint extends PlanMint {
  readonly onChain: PlanOnChain;
}

type PlanKey = Pick<PlanMint, 'merchantId' | 'planId'>;

/** Puts the plans of these mints on sale and answers with those that were not. */
export async function setPlansMinted(
  tx: Tx,
  mints: readonly SettledPlanMint[],
  now: Date,
): Promise<PlanKey[]> {
  const { from, to } = planMoves('mint_settled');
  const rows = mints.map(({ onChain, ...mint }) => ({ ...mint, ...onChain.app, ...onChain.nft }));
  return tx.$queryRaw<PlanKey[]>`
    UPDATE plans p
    SET status = ${to}, activated_at = ${now}, mint_transaction_id = r."transactionId",
      app_identity = r.identity, app_vk = r.vk, nft_txid = r.txid, nft_vout = r.vout
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, "planId" text,
      "transactionId" text, identity text, vk text, txid text, vout int)
    WHERE p.merchant_id = r."merchantId" AND p.id = r."planId" AND p.status = ANY(${from})
    RETURNING p.merchant_id AS "merchantId", p.id AS "planId"`;
}

/** Makes drafts of the plans that were on sale by these very mints, and answers with them. */
export async function setPlansUnminted(tx: Tx, mints: readonly PlanMint[]): Promise<PlanKey[]> {
  const { from, to } = planMoves('mint_left');
  return tx.$queryRaw<PlanKey[]>`
    UPDATE plans p
    SET status = ${to}, activated_at = NULL
    FROM jsonb_to_recordset(${jsonRows(mints)}::jsonb) AS r("merchantId" text, "planId" text,
      "transactionId" text)
    WHERE p.merchant_id = r."merchantId" AND p.id = r."planId"
      AND p.mint_transaction_id = r."transactionId" AND p.status = ANY(${from})
    RETURNING p.merchant_id AS "merchantId", p.id AS "planId"`;
}

/** The largest number of periods that the database counts. */
const MAX_LIMIT = 2n ** 63n - 1n;

/** What anybody may write into an NFT, and no plan of ours can be: it is not asked for, since asking would fail. */
function canBeOurs({ name, limit }: PlanNftReport): boolean {
  return name.isWellFormed() && !name.includes('\0') && (limit === null || limit <= MAX_LIMIT);
}

/** Moves plans that have been minted to where their NFTs are, where these offer the same. */
export async function movePlanNfts(tx: Tx, reports: readonly PlanNftReport[]): Promise<void> {
  const rows = reports.filter(canBeOurs).map(({ merchantId, planId, onChain, name, priceSats, limit }) => ({
    merchantId,
    planId,
    ...onChain.app,
    ...onChain.nft,
    name,
    priceSats,
    limit,
  }));
  await tx.$executeRaw`
    UPDATE plans p SET nft_txid = r.txid, nft_vout = r.vout, supply_limit = r."limit"
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, "planId" text, identity text, vk text,
      txid text, vout int, name text, "priceSats" numeric, "limit" bigint)
    WHERE p.merchant_id = r."merchantId" AND p.id = r."planId" AND p.app_identity = r.identity AND p.app_vk = r.vk
      AND p.name = r.name AND EXISTS (SELECT FROM prices pr WHERE pr.merchant_id = p.merchant_id AND pr.plan_id = p.id
        AND pr.on_chain AND coalesce(pr.floor_sats, pr.amount) = r."priceSats")
      AND (p.nft_txid, p.nft_vout, p.supply_limit) IS DISTINCT FROM (r.txid, r.vout, r."limit")`;
}
