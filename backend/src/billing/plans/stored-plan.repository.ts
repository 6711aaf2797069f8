import { Prisma, type Reads } from '../../platform/database/index.ts';
import type { StoredPlan } from './plan-row.ts';

/** Of the table plans under the alias `p`. */
const PLAN_COLUMNS = Prisma.sql`
  p.merchant_id AS "merchantId", p.id, p.name, p.description, p.status, p.payout_address AS "payoutAddress",
  p.supply_limit AS "supplyLimit", p.app_identity AS "appIdentity", p.app_vk AS "appVk", p.nft_txid AS "nftTxid",
  p.nft_vout AS "nftVout", p.on_chain AS "onChain", p.features, p.mint_transaction_id AS "mintTransactionId",
  p.created_at AS "createdAt", p.activated_at AS "activatedAt", p.archived_at AS "archivedAt"`;

/** Of the table prices under the alias `r`. */
const PRICE_COLUMNS = Prisma.sql`
  r.merchant_id AS "merchantId", r.id, r.plan_id AS "planId", r.amount, r.currency, r.interval_unit AS "intervalUnit",
  r.interval_count AS "intervalCount", r.nickname, r.setup_fee AS "setupFee", r.trial_days AS "trialDays",
  r.grace_days AS "graceDays", r.on_chain AS "onChain", r.floor_sats AS "floorSats", r.active,
  r.created_at AS "createdAt"`;

/** Plans with their prices, oldest first, by what follows FROM plans p: two statements however many there are. */
export async function readStoredPlans(tx: Reads, rest: Prisma.Sql): Promise<StoredPlan[]> {
  const plans = await tx.$queryRaw<Omit<StoredPlan, 'prices'>[]>`SELECT ${PLAN_COLUMNS} FROM plans p ${rest}`;
  if (plans.length === 0) return [];
  const prices = await tx.$queryRaw<StoredPlan['prices']>`
    SELECT ${PRICE_COLUMNS}
    FROM unnest(${plans.map(({ merchantId }) => merchantId)}::text[], ${plans.map(({ id }) => id)}::text[])
      AS k(merchant_id, plan_id)
    JOIN prices r ON r.merchant_id = k.merchant_id AND r.plan_id = k.plan_id
    ORDER BY r.id`;
  const ofPlan = Map.groupBy(prices, ({ planId }) => planId);
  return plans.map((plan) => ({ ...plan, prices: ofPlan.get(plan.id) ?? [] }));
}
