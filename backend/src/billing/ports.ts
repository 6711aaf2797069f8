import type { OutPoint } from '@charmbills/charms';
import type { PersonScope } from '../identity/index.ts';
import type { Currencies } from '../ledger/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { Rates } from '../rates/index.ts';
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

/** What a mint needs to know of what it mints. */
export interface MintOrder {
  readonly planId: string;
  readonly subscriptionId: string;
  readonly periods: number;
  /** Of one period, in satoshi. */
  readonly priceSats: bigint;
  readonly payoutAddress: string;
  readonly onChain: PlanOnChain;
  /** Whether so many periods are left to be sold, and the merchant signs each sale. */
  readonly limited: boolean;
}

/** An amount that is to be paid over a rail, for one invoice. */
export interface PaymentOrder {
  readonly merchantId: string;
  readonly quoteId: string;
  readonly invoiceId: string;
  /** What it is for, in a few words. */
  readonly description: string;
  /** Whoever pays, if they are signed in. */
  readonly payer: PersonScope | null;
  /** The person who has allowed that this is paid without asking, where nobody is there to ask. */
  readonly onBehalfOf: string | null;
  /** In the smallest unit of `currency`, which is one that the rail is paid in. */
  readonly amount: bigint;
  readonly currency: string;
  /** Until when the amount holds; null is without end. */
  readonly expiresAt: Date | null;
  /** Of an invoice for periods that are minted on the chain. */
  readonly mint: MintOrder | null;
}

/** How an order is to be paid. */
export interface Offer {
  /** What reports of its money name. */
  readonly reference: string;
  /** The chain transaction that pays it, if it is made here. */
  readonly transactionId: string | null;
  /** What the payer needs to know, such as an address. */
  readonly instructions: Readonly<Record<string, string>>;
}

/** Money of a payment that goes back to whoever paid it. */
export interface RefundOrder {
  readonly merchantId: string;
  /** What the rail keeps it by, so that it is sent once. */
  readonly refundId: string;
  readonly paymentId: string;
  /** What the rail knows the payment by. */
  readonly reference: string;
  /** In the smallest unit of the currency that the payment came in; at most what came. */
  readonly amount: bigint;
  readonly currency: string;
}

/** What is to be paid, before it is known by whom. */
export interface RailInquiry {
  readonly merchantId: string;
  readonly currency: string;
  /** Whether it is for periods that are minted on the chain. */
  readonly minted: boolean;
}

/** How a rail can be paid, or why not: the merchant has not set it up, or it is for what is minted alone. */
export type RailTerms =
  | {
      readonly currency: string;
      /** Whether somebody has to be signed in. */
      readonly needsPayer: boolean;
      /** In the smallest unit of `currency`: less cannot be paid. */
      readonly minimum?: bigint;
    }
  | { readonly obstacle: 'not_set_up' | 'not_minted' };

/**
 * A way to pay. Billing knows this port, never what stands behind it; the rail tells billing what becomes
 * of the money through `reportPayments`.
 */
export interface PaymentRail {
  /** The currency in which it can be paid, or undefined when it is no way to pay this. */
  currencyFor(
    order: Pick<PaymentOrder, 'merchantId' | 'payer' | 'onBehalfOf' | 'mint'> & { readonly currency: string },
  ): string | undefined;
  /**
   * Whether this can be paid over it, whoever pays. Where it is absent, whoever knows the invoice can, in the currency of
   * `currencyFor`.
   */
  termsFor?(tx: Tx, inquiry: RailInquiry): Promise<RailTerms>;
  /** Begins the payment of an order, in the caller's database transaction. @throws AppError when it cannot be paid */
  begin(tx: Tx, order: PaymentOrder): Promise<Offer>;
  /** How far the payment of an offer has come. */
  stageOf(tx: Tx, merchantId: string, reference: string): Promise<TransactionStage>;
  /** Calls off an offer that is not paid. @throws AppError when it is too late */
  cancel(payer: PersonScope, reference: string): Promise<void>;
  /**
   * Sends money of a settled payment back, in the caller's database transaction, and answers with what it was sent by.
   * Billing books its own side (`revenue` to `outside.<rail>` of the merchant). Where a rail has no such way, the
   * merchant sends the money and says so.
   * @throws AppError when it cannot be sent
   */
  refund?(tx: Tx, order: RefundOrder): Promise<{ readonly reference: string }>;
  /**
   * Takes the payment of an offer, in the caller's database transaction, from what its payer has here or has allowed.
   * Absent where nobody but the payer can pay. What becomes of it is reported like any other payment.
   * @throws AppError when it cannot be taken; the caller's transaction is over then
   */
  collect?(tx: Tx, offer: CollectOrder): Promise<void>;
}

/** An offer whose payment is to be taken. */
export interface CollectOrder extends Pick<PaymentOrder, 'merchantId' | 'invoiceId' | 'amount' | 'currency'> {
  readonly reference: string;
}

/** The rails there are, by the name that quotes and payments keep. */
type PaymentRails = Readonly<Partial<Record<RailName, PaymentRail>>> & { readonly charms: PaymentRail };
export const RAIL_NAMES = ['charms', 'bitcoin', 'balance'] as const;
export type RailName = (typeof RAIL_NAMES)[number];

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

/** `refused`: it is not allowed, or there is not enough. `unavailable`: nobody knows, such as when a rail is away. */
export type AutoPaymentOutcome = 'paid' | 'refused' | 'unavailable';

/**
 * Pays what is left of an open invoice by what its subscriber has allowed (`auto_rail`), without asking. Trying it again,
 * also at the same time, pays nothing twice.
 */
export type AutoPayment = (invoice: {
  readonly merchantId: string;
  readonly invoiceId: string;
}) => Promise<AutoPaymentOutcome>;

/** What billing works with. */
export interface BillingServices extends PlatformServices {
  readonly rails: PaymentRails;
  readonly planMinting: PlanMinting;
  /** Absent where no rail can be paid by without asking. */
  readonly autoPayment?: AutoPayment;
  readonly rates: Rates;
  readonly currencies: Currencies;
}
