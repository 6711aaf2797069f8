import type { BitcoinRpc, ChainObserver, UtxoSource } from '../bitcoin/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { AppBinaries } from './app-binaries.ts';
import type { ProverClient } from './prover/prover-client.ts';

/** What making and sending transactions with spells works with. */
export interface SpellServices
  extends Pick<PlatformServices, 'clock' | 'config' | 'database' | 'jobs' | 'logger'> {
  readonly rpc: BitcoinRpc;
  readonly utxos: UtxoSource;
  readonly prover: ProverClient;
  readonly appBinaries: AppBinaries;
  /** Everybody who is told what happens to transactions of ours, this feature included. */
  readonly chainObservers: readonly ChainObserver[];
}

/** What this feature's part of the API works with. */
export interface CharmsServices extends PlatformServices, SpellServices {}

/** Periods of a plan of ours, minted and paid for by a transaction that was not made here. */
export interface ForeignMint {
  readonly merchantId: string;
  readonly planId: string;
  /** The chain transaction that now stands for it. */
  readonly transactionId: string;
  /** scriptPubKey that holds the units. */
  readonly recipientScript: Uint8Array;
  readonly units: bigint;
  /** What the transaction's outputs pay the merchant's script. */
  readonly paidSats: bigint;
  /** Whether the plan's state that it refers to was the current one when the block came. */
  readonly planStateCurrent: boolean;
  readonly blockTime: Date;
}

/** Who credits such mints. */
export interface ForeignMints {
  onForeignMint(tx: Tx, mint: ForeignMint, now: Date): Promise<void>;
}
