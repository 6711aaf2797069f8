import type { WalletNetwork } from '../wallets/index.ts';

/** What a transaction is to be, as the person was told. */
export interface SpellOrder {
  /** What there is to sign, base64. */
  readonly psbt: string;
  readonly network: WalletNetwork;
  /** Who signs: pays, and receives the token and the change; of a sale, who holds the plan's NFT. */
  readonly signerAddress: string;
  readonly purpose: SubscriptionOrder | PlanOrder | SaleOrder;
  /** Miners' fee as it was shown; undefined compares nothing. */
  readonly feeSats?: bigint | undefined;
  /** Prover's fee as it was shown; undefined compares nothing. */
  readonly proverFeeSats?: bigint | undefined;
}

/** Paid periods of a plan against payment of its merchant. */
export interface SubscriptionOrder {
  readonly kind: 'subscription';
  /** Apps of the plan, as `PlanOnChain` has them: `n/…` and `t/…`. */
  readonly planApp: string;
  readonly subscriptionApp: string;
  /** Where the plan's NFT is, `txid:vout`. */
  readonly nft: string;
  readonly merchantAddress: string;
  /** What the merchant is to receive, all periods together. */
  readonly paySats: bigint;
  readonly periods: bigint;
  /** Whether the plan has a limit, so that its NFT is spent and made anew. */
  readonly limited: boolean;
}

/** A plan on the chain, to its merchant. */
export interface PlanOrder {
  readonly kind: 'plan';
  readonly name: string;
  readonly priceSats: bigint;
  /** Where subscribers will pay. */
  readonly payoutAddress: string;
  /** Verification key of the contract that is to rule it, in hex. */
  readonly contractVk: string;
  /** Periods that may be sold; null for no end. */
  readonly supplyLimit: bigint | null;
}

/** Periods of a limited plan that somebody else buys, for the holder of its NFT to sign. */
export interface SaleOrder {
  readonly kind: 'sale';
  /** Apps of the plan, as `PlanOnChain` has them: `n/…` and `t/…`. */
  readonly planApp: string;
  readonly subscriptionApp: string;
  /** Where the plan's NFT is, `txid:vout`. */
  readonly nft: string;
  readonly name: string;
  /** What the contract asks of one period. */
  readonly priceSats: bigint;
  readonly payoutAddress: string;
  /** What is to be paid for it, all periods together. */
  readonly paySats: bigint;
  readonly periods: bigint;
  /** Periods that can be sold before this sale. */
  readonly supplyLeft: bigint;
}
