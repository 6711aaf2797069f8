import type { OutPoint } from '@charmbills/charms';
import type { PersonScope } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { Interval } from './periods/index.ts';

/**
 * How far a transaction has come. `unsent`: it can still be signed or called off. `sent`: it is on its way
 * or has arrived. `failed`: nothing comes of it, as far as one can know.
 */
export type TransactionStage = 'unsent' | 'sent' | 'failed';

/** Whoever makes transactions can say how far they have come. */
interface TransactionStages {
  stageOf(tx: Tx, merchantId: string, transactionId: string): Promise<TransactionStage>;
}

/** A plan's app and the output that holds its NFT, as subscribers' transactions refer to them. */
export interface PlanOnChain {
  readonly app: { readonly identity: string; readonly vk: string };
  readonly nft: OutPoint;
}

/** So many periods of a plan, for one subscription. */
export interface PaymentOrder {
  readonly merchantId: string;
  readonly planId: string;
  readonly subscriptionId: string;
  /** Who signs. */
  readonly payer: PersonScope;
  readonly periods: number;
  /** Of one period, in satoshi. */
  readonly priceSats: bigint;
  readonly payoutAddress: string;
  readonly onChain: PlanOnChain;
}

/**
 * A way to pay. Billing knows this port, never what stands behind it; the rail tells billing what becomes
 * of the money through `reportPayments`.
 */
export interface PaymentRail extends TransactionStages {
  /** Begins the transaction that pays the order, in the caller's database transaction. */
  begin(tx: Tx, order: PaymentOrder): Promise<{ readonly transactionId: string }>;
  /** Calls off a transaction that is not sent. @throws AppError when it is too late */
  cancel(payer: PersonScope, transactionId: string): Promise<void>;
}

/** The rails there are, by the name that quotes and payments keep. */
type PaymentRails = Readonly<Record<RailName, PaymentRail>>;
export type RailName = 'charms';

/** What a plan is on the chain. */
export interface PlanMintOrder {
  readonly merchantId: string;
  readonly planId: string;
  /** The member who signs, and whose address then holds the plan's NFT. */
  readonly signer: PersonScope;
  readonly name: string;
  readonly priceSats: bigint;
  readonly interval: Interval;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
}

/** Puts plans on the chain, where subscribers' transactions can refer to them. */
export interface PlanMinting extends TransactionStages {
  /** Begins the transaction that mints the plan, in the caller's database transaction. */
  begin(tx: Tx, order: PlanMintOrder): Promise<{ readonly transactionId: string }>;
}

/** What billing works with. */
export interface BillingServices extends PlatformServices {
  readonly rails: PaymentRails;
  readonly planMinting: PlanMinting;
}
