import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Reads, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { PlanStatus } from './plan.ts';
import { type PlanFeatures, type PlanRow, type PriceRow, toPlanRow, WITH_PRICES } from './plan-row.ts';
import { readStoredPlans } from './stored-plan.repository.ts';

export interface NewPlan {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
  readonly features: PlanFeatures;
  /** Whether it is minted on the chain. */
  readonly onChain: boolean;
  readonly createdAt: Date;
}

/** A price as it is stored; amounts are in its currency's smallest unit. */
export type NewPrice = Omit<PriceRow, 'active'> & { readonly createdAt: Date };

/** Writes a draft. */
export async function insertPlan(tx: Tx, { merchantId }: MerchantScope, plan: NewPlan): Promise<void> {
  await tx.plan.create({ data: { ...plan, merchantId, status: 'draft' } });
}

export async function insertPrice(
  tx: Tx,
  { merchantId }: MerchantScope,
  { amount, setupFee, interval, ...price }: NewPrice,
): Promise<void> {
  await tx.price.create({
    data: {
      ...price,
      merchantId,
      amount: amount.toString(),
      setupFee: setupFee.toString(),
      intervalUnit: interval.unit,
      intervalCount: interval.count,
    },
  });
}

/** Takes a price off sale; its subscribers keep it. Whether there was one to take. */
export async function setPriceInactive(tx: Tx, { merchantId }: MerchantScope, id: string): Promise<boolean> {
  const { count } = await tx.price.updateMany({
    where: { merchantId, id, active: true },
    data: { active: false },
  });
  return count > 0;
}

/** The plan that has a price, as the public may know it. */
export async function findPublishedPlanOfPrice(tx: Tx, priceId: string): Promise<PlanRow | undefined> {
  const found = await tx.plan.findFirst({
    where: { prices: { some: { id: priceId } }, status: { in: ['active', 'archived'] } },
    include: WITH_PRICES,
  });
  return found ? toPlanRow(found) : undefined;
}

export async function setPlanActive(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  activatedAt: Date,
): Promise<void> {
  await tx.plan.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: 'active', activatedAt },
  });
}

/** A plan as the public may know it: nobody but its merchant hears of drafts. */
export async function findPublishedPlan(tx: Tx, id: string): Promise<PlanRow | undefined> {
  const found = await tx.plan.findFirst({
    where: { id, status: { in: ['active', 'archived'] } },
    include: WITH_PRICES,
  });
  return found ? toPlanRow(found) : undefined;
}

/** The merchant that has a plan, for asking whether the caller may see it. */
export async function findPlanMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const found = await tx.plan.findUnique({ where: { id }, select: { merchantId: true } });
  return found?.merchantId;
}

export async function findPlan(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
  id: string,
): Promise<PlanRow | undefined> {
  const found = await tx.plan.findUnique({
    where: { merchantId_id: { merchantId, id } },
    include: WITH_PRICES,
  });
  return found ? toPlanRow(found) : undefined;
}

/** The plan, locked until the transaction ends. */
export async function lockPlan(tx: Tx, scope: MerchantScope, id: string): Promise<PlanRow | undefined> {
  await tx.$queryRaw`
    SELECT 1 FROM plans WHERE merchant_id = ${scope.merchantId} AND id = ${id} FOR NO KEY UPDATE`;
  return findPlan(tx, scope, id);
}

export async function listPlans(
  tx: Reads,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
  { beforeId, take }: Page,
  filter: { readonly status?: PlanStatus | null | undefined },
): Promise<PlanRow[]> {
  const found = await readStoredPlans(
    tx,
    Prisma.sql`WHERE p.merchant_id = ${merchantId} ${filter.status ? Prisma.sql`AND p.status = ${filter.status}` : Prisma.empty}
      ${beforeId ? Prisma.sql`AND p.id < ${beforeId}` : Prisma.empty} ORDER BY p.id DESC LIMIT ${take}`,
  );
  return found.map(toPlanRow);
}

/** Plans by ids that came from rows the caller may see. */
export async function readPlans(tx: Tx, ids: readonly string[]): Promise<PlanRow[]> {
  const found = await readStoredPlans(tx, Prisma.sql`WHERE p.id = ANY(${[...ids]})`);
  return found.map(toPlanRow);
}

/** Prices by merchant and id, of rows the caller may see. */
export async function readPrices(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<PriceRow[]> {
  const found = await readStoredPlans(
    tx,
    Prisma.sql`WHERE (p.merchant_id, p.id) IN (
      SELECT r.merchant_id, r.plan_id
      FROM unnest(${keys.map(({ merchantId }) => merchantId)}::text[], ${keys.map(({ id }) => id)}::text[])
        AS k(merchant_id, id)
      JOIN prices r ON r.merchant_id = k.merchant_id AND r.id = k.id)`,
  );
  return found.flatMap((plan) => toPlanRow(plan).prices);
}

export async function setPlanMint(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  mintTransactionId: string,
): Promise<void> {
  await tx.plan.update({ where: { merchantId_id: { merchantId, id } }, data: { mintTransactionId } });
}

export async function setPlanArchived(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  archivedAt: Date,
): Promise<void> {
  await tx.plan.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: 'archived', archivedAt },
  });
}
