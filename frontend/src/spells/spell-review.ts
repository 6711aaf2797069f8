/** What a transaction does, read from the transaction itself. */
export interface SpellFacts {
  readonly txid: string;
  readonly outputs: readonly ReviewedOutput[];
  /** To the merchant; 0 for a plan. */
  readonly paidSats: bigint;
  /** What the signer's coins are worth that it spends. */
  readonly spentSats: bigint;
  /** What comes back to the signer as plain coins. */
  readonly changeSats: bigint;
  /** On the output that carries the signer's token or plan. */
  readonly charmSats: bigint;
  /** To the miners: what goes in and does not come out. */
  readonly feeSats: bigint;
  readonly proverFeeSats: bigint;
  /** Periods that the signer receives; undefined for a plan. */
  readonly periods: bigint | undefined;
  /** The plan as the chain will have it, where the transaction makes it. */
  readonly plan: ReviewedPlan | undefined;
  /** Places of the inputs that the signer signs. */
  readonly inputsToSign: readonly number[];
  /** How the spell is proved: `mock` proves nothing and is of regtest alone. */
  readonly proof: 'groth16' | 'mock';
  readonly spellVersion: number;
}

export interface ReviewedOutput {
  readonly amountSats: bigint;
  /** Undefined for the spell, which pays nobody. */
  readonly address: string | undefined;
  readonly role: 'PAYMENT' | 'TOKEN' | 'PLAN' | 'PROVER_FEE' | 'SPELL' | 'CHANGE';
  /** Whether it goes to the signer. */
  readonly own: boolean;
}

export interface ReviewedPlan {
  readonly name: string;
  readonly priceSats: bigint;
  readonly periodSeconds: bigint;
  readonly limit: bigint | null;
}

export type DiscrepancyCode =
  /** It is no PSBT, or lacks what it spends. */
  | 'UNREADABLE'
  /** The spell is missing, or its proof is not of this transaction. */
  | 'PROOF'
  /** The merchant is paid another amount, or somebody else is. */
  | 'PAYMENT'
  /** The token or plan is missing, another one, or goes to somebody else. */
  | 'TOKEN'
  /** The plan is not the one that is sold, or says something else. */
  | 'PLAN'
  /** Charms that nobody ordered. */
  | 'OTHER_CHARMS'
  /** It spends somebody else's coins, or none of the signer's. */
  | 'INPUT'
  /** It pays somebody who is not to be paid. */
  | 'OUTPUT'
  /** The fees are not those that were shown, or beyond reason. */
  | 'FEE'
  /** It can be spent later only, or be changed after it is signed. */
  | 'FORM'
  /** It could not be checked here. */
  | 'UNCHECKED';

export interface Discrepancy {
  readonly code: DiscrepancyCode;
  /** What differs, for those who look closer. */
  readonly detail: string;
}

/** A transaction is signed only when there is no discrepancy at all. */
export interface SpellReview {
  /** Undefined when the transaction cannot be read. */
  readonly facts: SpellFacts | undefined;
  readonly discrepancies: readonly Discrepancy[];
}
