/** Where this installation does business. */
export type WalletNetwork = 'mainnet' | 'testnet4' | 'regtest';

/** What the wallets are told of the installation. */
export interface WalletSettings {
  readonly network: WalletNetwork;
  /** Whether there is a development wallet; ignored on every network but regtest. */
  readonly devWallet: boolean;
}

/** The kinds of address that an account can have: of one key, whose signatures leave the txid alone. */
export type AddressType = 'p2wpkh' | 'p2tr';

export interface WalletAccount {
  /** The address to sign in with: its coins pay, and it receives the tokens. */
  readonly paymentAddress: string;
  /** Of the payment address, in hex: 33 bytes, or 32 for taproot; not tweaked. Undefined when the wallet keeps it. */
  readonly publicKey: string | undefined;
  /** Every Bitcoin address that the wallet showed, also those that cannot be signed in with. */
  readonly addresses: readonly WalletAddress[];
}

export interface WalletAddress {
  readonly address: string;
  readonly publicKey: string | undefined;
  /** Undefined for kinds that cannot be signed in with, such as nested segwit. */
  readonly type: AddressType | undefined;
  readonly purpose: 'payment' | 'ordinals' | 'both';
}

/** Inputs of a transaction that an address signs. */
export interface InputsToSign {
  readonly address: string;
  /** Their places, from 0. */
  readonly indexes: readonly number[];
}

/**
 * A wallet that holds the keys of the person in front of the browser. It opens no window before it is asked. Every
 * function throws WalletError and nothing else.
 */
export interface BrowserWallet {
  readonly id: string;
  readonly name: string;
  /** Asks the person for their addresses. Signing works without it where they have agreed before. */
  connect(): Promise<WalletAccount>;
  /** BIP-322 "simple" signature of a message by an address, base64. */
  signMessage(address: string, message: string): Promise<string>;
  /**
   * Signs inputs of a PSBT, base64 both ways; `submitSignedTransaction` takes what it answers, finalised or not. It is
   * never broadcast by the wallet. `ownInputs` finds the inputs.
   */
  signPsbt(psbt: string, inputs: InputsToSign): Promise<string>;
}

/** A wallet to choose from. */
export interface WalletChoice {
  readonly id: string;
  readonly name: string;
  /** As a `data:` address; undefined when the wallet brings none. */
  readonly icon: string | undefined;
  /** Whether it is in this browser. */
  readonly installed: boolean;
  /** Where to get it. */
  readonly installUrl: string | undefined;
  /** A wallet for regtest: its name is that of `openDevelopmentWallet`. */
  readonly development: boolean;
}

/** An unspent output. */
export interface Coin {
  readonly txid: string;
  readonly vout: number;
  readonly amountSats: bigint;
  /** 0 while it waits for a block. */
  readonly confirmations: number;
  /** Whether it holds a token or a plan: then it is never spent for its sats. */
  readonly carriesCharm: boolean;
}

/** The wallet for regtest that lives in the browser, with what there is to play with on such a chain. */
export interface DevelopmentWallet extends BrowserWallet {
  readonly account: WalletAccount;
  /** Its coins, also those that wait for a block. */
  coins(): Promise<Coin[]>;
  /** Coins from the faucet, in a block already. */
  fund(amountSats?: bigint): Promise<void>;
  /** Blocks with everything that waits. */
  mine(blocks?: number): Promise<void>;
  /** Takes the last blocks away and puts one more with nothing in it in their place: what was in them waits again. */
  reorganise(blocks?: number): Promise<void>;
  /** Pays an address; returns the txid. `feeRate` in sat/vB. */
  send(address: string, amountSats: bigint, options?: { readonly feeRate?: number }): Promise<string>;
}
