import type { Prisma } from '../../platform/database/index.ts';
import { type Interval, isIntervalUnit } from '../periods/index.ts';
import type { PlanOnChain } from '../ports.ts';
import { PLAN_STATUSES, type PlanStatus } from './plan.ts';

export interface PriceRow {
  readonly id: string;
  readonly planId: string;
  /** In the currency's smallest unit, for one period. */
  readonly amount: bigint;
  readonly currency: string;
  readonly interval: Interval;
  readonly nickname: string | null;
  /** Paid once, with the first invoice, in the currency's smallest unit. */
  readonly setupFee: bigint;
  readonly trialDays: number;
  /** After the paid time, how long the plan still grants while a late payment continues the run. */
  readonly graceDays: number;
  /** Whether periods at this price are minted on the chain. */
  readonly onChain: boolean;
  /** Of a price on the chain that is not in BTC: what its contract asks at least, of one period; null otherwise. */
  readonly floorSats: bigint | null;
  /** Whether new subscriptions can be made at it. */
  readonly active: boolean;
}

/** What a plan grants: keys with true, a number or a text each. */
export type PlanFeatures = Readonly<Record<string, true | number | string>>;

export interface PlanRow {
  readonly merchantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: PlanStatus;
  /** The price of its token, or the oldest that is active. */
  readonly price: PriceRow;
  /** All prices it ever had, oldest first. */
  readonly prices: readonly PriceRow[];
  readonly features: PlanFeatures;
  /** Whether it is minted on the chain. */
  readonly mintable: boolean;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
  /** Known once the plan has been minted. */
  readonly onChain: PlanOnChain | null;
  readonly mintTransactionId: string | null;
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly archivedAt: Date | null;
}

/** What the contract asks of one period at least, for a price on the chain. */
export function contractSats({ amount, floorSats }: Pick<PriceRow, 'amount' | 'floorSats'>): bigint {
  return floorSats ?? amount;
}

export const WITH_PRICES = { prices: { orderBy: { id: 'asc' } } } satisfies Prisma.PlanInclude;
export type StoredPlan = Prisma.PlanGetPayload<{ include: typeof WITH_PRICES }>;

export function toPlanRow(stored: StoredPlan): PlanRow {
  const { appIdentity, appVk, nftTxid, nftVout, status, ...plan } = stored;
  const prices = stored.prices.map(toPriceRow);
  const price =
    prices.find(({ active, onChain }) => active && onChain) ??
    prices.find(({ active }) => active) ??
    prices[0];
  if (!price) throw new Error(`plan ${plan.id} has no price`);
  return {
    merchantId: plan.merchantId,
    id: plan.id,
    name: plan.name,
    description: plan.description,
    status: toPlanStatus(status),
    price,
    prices,
    features: plan.features as PlanFeatures,
    mintable: plan.onChain,
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

function toPriceRow(stored: StoredPlan['prices'][number]): PriceRow {
  const { amount, setupFee, intervalUnit: unit, intervalCount: count, ...price } = stored;
  if (!isIntervalUnit(unit)) throw new Error(`price ${price.id} has the interval ${unit}`);
  return {
    id: price.id,
    planId: price.planId,
    amount: BigInt(amount.toFixed()),
    currency: price.currency,
    interval: { unit, count },
    nickname: price.nickname,
    setupFee: BigInt(setupFee.toFixed()),
    trialDays: price.trialDays,
    graceDays: price.graceDays,
    onChain: price.onChain,
    floorSats: price.floorSats,
    active: price.active,
  };
}

function toPlanStatus(text: string): PlanStatus {
  const status = PLAN_STATUSES.find((each) => each === text);
  if (!status) throw new Error(`${text} is no plan status`);
  return status;
}
