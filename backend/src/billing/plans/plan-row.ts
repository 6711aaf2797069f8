import type { Prisma } from '../../platform/database/index.ts';
import { type Interval, isIntervalUnit } from '../periods/index.ts';
import type { PlanOnChain } from '../ports.ts';
import { PLAN_STATUSES, type PlanStatus } from './plan.ts';

interface PriceRow {
  readonly id: string;
  /** In the currency's smallest unit, for one period. */
  readonly amount: bigint;
  readonly currency: string;
  readonly interval: Interval;
}

export interface PlanRow {
  readonly merchantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: PlanStatus;
  readonly price: PriceRow;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
  /** Known once the plan has been minted. */
  readonly onChain: PlanOnChain | null;
  readonly mintTransactionId: string | null;
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly archivedAt: Date | null;
}

export const WITH_PRICE = { prices: true } satisfies Prisma.PlanInclude;
type StoredPlan = Prisma.PlanGetPayload<{ include: typeof WITH_PRICE }>;

export function toPlanRow(stored: StoredPlan): PlanRow {
  const { prices, appIdentity, appVk, nftTxid, nftVout, status, ...plan } = stored;
  const [price] = prices;
  if (!price) throw new Error(`plan ${plan.id} has no price`);
  return {
    merchantId: plan.merchantId,
    id: plan.id,
    name: plan.name,
    description: plan.description,
    status: toPlanStatus(status),
    price: toPriceRow(price),
    payoutAddress: plan.payoutAddress,
    supplyLimit: plan.supplyLimit,
    onChain:
      appIdentity !== null && appVk !== null && nftTxid !== null && nftVout !== null
        ? { app: { identity: appIdentity, vk: appVk }, nft: { txid: nftTxid, vout: nftVout } }
        : null,
    mintTransactionId: plan.mintTransactionId,
    createdAt: plan.createdAt,
    activatedAt: plan.activatedAt,
    archivedAt: plan.archivedAt,
  };
}

function toPriceRow(price: StoredPlan['prices'][number]): PriceRow {
  const { id, amount, currency, intervalUnit: unit, intervalCount: count } = price;
  if (!isIntervalUnit(unit)) throw new Error(`price ${id} has the interval ${unit}`);
  return { id, amount: BigInt(amount.toFixed()), currency, interval: { unit, count } };
}

function toPlanStatus(text: string): PlanStatus {
  const status = PLAN_STATUSES.find((each) => each === text);
  if (!status) throw new Error(`${text} is no plan status`);
  return status;
}
