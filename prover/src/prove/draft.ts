import { mockProof, type NormalizedSpell, type OutPoint, spellScript } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import type { Coin } from '../contract-input.ts';

/** The transaction of a proved spell before it is put together. */
export interface Draft {
  readonly ins: readonly OutPoint[];
  readonly coins: readonly Coin[];
  /** An output to the prover's address. */
  readonly proverFee: Coin | undefined;
  /** Undefined leaves the OP_RETURN out, which only a lying prover does. */
  readonly spellScript: Uint8Array | undefined;
  readonly change: Coin | undefined;
}

const TX_VERSION = 2;
/** Final, and replaceable (BIP 125). */
const SEQUENCE = 0xffff_fffd;

/** The OP_RETURN of a spell with its mock proof. */
export function provedScript(spell: NormalizedSpell): Uint8Array {
  return spellScript({ spell, proof: mockProof(spell) });
}

/** Outputs in the protocol's order: coins, the prover's fee, OP_RETURN, change. */
export function outputsOf({ coins, proverFee, spellScript, change }: Draft): Coin[] {
  const opReturn = spellScript && { amountSats: 0n, dest: spellScript };
  return [...coins, proverFee, opReturn, change].filter((output) => output !== undefined);
}

/** The unsigned transaction. */
export function assemble(draft: Draft): Transaction {
  const tx = new Transaction();
  tx.version = TX_VERSION;
  for (const { txid, vout } of draft.ins) {
    tx.addInput(new Uint8Array(Buffer.from(txid, 'hex').reverse()), vout, SEQUENCE);
  }
  for (const { amountSats, dest } of outputsOf(draft)) tx.addOutput(dest, amountSats);
  return tx;
}
