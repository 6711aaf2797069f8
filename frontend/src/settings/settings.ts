/** What the browser is told of its surroundings. Read when a page is asked for: one build serves every installation. */
export interface Settings {
  /** Where the browser reaches the API, without a slash at the end. */
  readonly apiUrl: string;
  readonly network: 'mainnet' | 'testnet4' | 'regtest';
  /** Verification key of the contract that rules new plans, in hex: nobody is asked to sign a plan of another. */
  readonly contractVk: string;
  /** Whether wallets for trying things out are offered in the browser: on regtest alone. */
  readonly devWallet: boolean;
  /** Where errors are reported to; undefined is nowhere. */
  readonly sentryDsn: string | undefined;
}
