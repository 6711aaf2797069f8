export type WalletErrorCode =
  | 'WALLET_NOT_FOUND'
  | 'WALLET_REFUSED'
  | 'WALLET_WRONG_NETWORK'
  | 'WALLET_UNSUPPORTED'
  | 'WALLET_FAILED';

/**
 * What the person can do about it. `INSTALL`: install the wallet, or allow its extension here. `CONFIRM`: try again and
 * confirm in the wallet. `SWITCH_NETWORK`: choose the network in the wallet's settings. `USE_SEGWIT`: choose native segwit
 * or taproot as the wallet's address type. `SWITCH_ACCOUNT`: choose the account with this address in the wallet. `USE_ANOTHER`:
 * take another wallet. `GET_COINS`: put coins into the wallet. `TRY_AGAIN`: once more, and another wallet if it stays.
 */
export type WalletNextStep =
  | 'INSTALL'
  | 'CONFIRM'
  | 'SWITCH_NETWORK'
  | 'USE_SEGWIT'
  | 'SWITCH_ACCOUNT'
  | 'USE_ANOTHER'
  | 'GET_COINS'
  | 'TRY_AGAIN';

interface WalletErrorFacts {
  readonly code: WalletErrorCode;
  readonly nextStep: WalletNextStep;
  /** Name of the wallet, as people know it. */
  readonly wallet: string;
  /** What happened, for logs and for those who look closer. */
  readonly detail: string;
}

/** A wallet did not do what it was asked. Every function of a wallet throws this and nothing else. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
  readonly code: WalletErrorCode;
  readonly nextStep: WalletNextStep;
  readonly wallet: string;
  readonly detail: string;

  constructor({ code, nextStep, wallet, detail }: WalletErrorFacts, options?: ErrorOptions) {
    super(`${code}: ${wallet}: ${detail}`, options);
    this.code = code;
    this.nextStep = nextStep;
    this.wallet = wallet;
    this.detail = detail;
  }
}
