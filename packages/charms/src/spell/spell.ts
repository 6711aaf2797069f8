import type { App } from '../app.ts';
import type { Data } from '../cbor/index.ts';
import type { OutPoint } from '../outpoint.ts';

/** The version the prover accepts today. */
export const CURRENT_SPELL_VERSION = 15;

/** The native coins of an output. */
export interface SpellCoin {
  /** In the chain's smallest unit: satoshi. */
  readonly amount: bigint;
  /** scriptPubKey */
  readonly dest: Uint8Array;
  /** Native tokens of chains that have them; absent on Bitcoin. */
  readonly content?: Data;
}

export interface SpellTx {
  /** Absent on chain, where the transaction itself lists them. In the order of its inputs. */
  readonly ins?: readonly OutPoint[];
  /** Outputs the spell reads and does not spend. */
  readonly refs?: readonly OutPoint[];
  /** For each output, app index (place in `appPublicInputs`) → charm, by ascending index. */
  readonly outs: readonly ReadonlyMap<number, Data>[];
  /** Output index → hash of the destination on another chain, by ascending index. */
  readonly beamedOuts?: ReadonlyMap<number, Uint8Array>;
  /** Absent on chain. One for each of `outs`. */
  readonly coins?: readonly SpellCoin[];
  /** Outputs held by the scrolls canister, ascending. */
  readonly scrolls?: readonly number[];
}

export interface NormalizedSpell {
  readonly version: number;
  readonly tx: SpellTx;
  /** Every app of the transaction with its public input, sorted by {@link compareApps}. */
  readonly appPublicInputs: readonly (readonly [App, Data])[];
  /** A map that is not empty, for apps whose vk names a signing key instead of a binary. */
  readonly versionedApps?: Data;
  /** Present only as `true`: the proof is a mock and worth nothing outside regtest. */
  readonly mock?: boolean;
}

/** What the OP_RETURN carries: the spell (there without ins and coins) and its proof. */
export interface SignedSpell {
  readonly spell: NormalizedSpell;
  readonly proof: Uint8Array;
}
