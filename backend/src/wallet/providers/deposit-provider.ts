/** Something that can be sent: one of our currencies on one network. Codes are the provider's. */
export interface ProviderAsset {
  readonly asset: string;
  readonly currency: string;
}

export interface NewProviderDeposit {
  /** Our id: what the provider's notifications carry, and what it is looked up by. */
  readonly depositId: string;
  readonly asset: string;
  /** Smallest units. */
  readonly amount: bigint;
}

/** Where the money is to be sent. */
export interface DepositAddress {
  /** The provider's id of the payment. */
  readonly reference: string;
  readonly address: string;
  /** Memo or tag without which the network loses the payment. */
  readonly addressExtra: string | null;
  /** For a QR code: what wallets read. */
  readonly paymentUri: string;
  readonly expiresAt: Date;
}

/** Refused for good, or opened. */
export type OpenedDeposit =
  | { readonly kind: 'opened'; readonly where: DepositAddress }
  | { readonly kind: 'refused'; readonly reason: string };

/** What is known of a deposit when a report about it is judged. Amounts are in smallest units. */
export interface ExpectedDeposit {
  readonly depositId: string;
  readonly reference: string;
  readonly asset: string;
  readonly amount: bigint;
  /** What has been booked, by the provider's ids of the payments. */
  readonly booked: ReadonlyMap<string, bigint>;
  readonly refunded: ReadonlySet<string>;
}

/** What a report means for the deposit that it is about; `units` are smallest units that are new. */
export type DepositMeaning =
  /** All that was asked for has come, or more. */
  | { readonly kind: 'credit'; readonly units: bigint }
  | { readonly kind: 'partial'; readonly units: bigint }
  /** Further money to an address that was used before; it completes nothing. */
  | { readonly kind: 'redeposit'; readonly units: bigint }
  | { readonly kind: 'pending' | 'duplicate' }
  | { readonly kind: 'failed'; readonly status: 'failed' | 'expired' }
  /** The provider has given the money back. */
  | { readonly kind: 'refunded'; readonly units: bigint }
  /** For an operator: nothing is booked. */
  | { readonly kind: 'review'; readonly reason: string };

/** What the provider says of one payment, whether it was asked or told us by itself. */
export interface DepositReport {
  /** The provider's id of the payment; re-deposits have one of their own. */
  readonly reference: string;
  /** The payment whose address this money came to first. */
  readonly parentReference: string | null;
  /** Our id, as the provider was given it. */
  readonly depositId: string | null;
  /** The provider's word. */
  readonly status: string;
  /** Whether money has arrived, or is said to have. */
  readonly hasMoney: boolean;
  /** What has arrived, as the provider writes it: `0.5 trx`. */
  readonly received: string;
  /** Where this payment is sent to. */
  readonly where: DepositAddress;
  /** Pure: the same report twice, or late, books nothing twice. */
  judge(expected: ExpectedDeposit): DepositMeaning;
}

/** Somebody who takes money in for us. Every method throws an AppError when no usable answer comes. */
export interface DepositProvider {
  readonly name: string;
  readonly assets: readonly ProviderAsset[];
  /** The least that can be deposited, in smallest units. */
  minimum(asset: string): Promise<bigint>;
  /** Makes an address to pay to. A repeated call makes another; one that nobody is told does no harm. */
  open(deposit: NewProviderDeposit): Promise<OpenedDeposit>;
  /**
   * The payment that was opened for this deposit since then, for when the answer was lost; undefined when the
   * provider has none or does not say.
   */
  find(deposit: { readonly depositId: string; readonly since: Date }): Promise<DepositAddress | undefined>;
  report(reference: string): Promise<DepositReport>;
}
