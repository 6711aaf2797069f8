// The transaction as the prover describes it (docs/protocols/charms.md "App contract interface"), reduced to what
// the rules of one plan need.

import { addExactly } from "./amounts";
import { PLAN, readCharmKind, SUBSCRIPTION } from "./app";
import { beginArray, beginMap, pos, readBytes, readText, readUint, seek, size, skip } from "./cbor";
import { markOnce } from "./keys";
import { Plan, readPlan } from "./plan";
import { isWord } from "./text";

const UTXO_ID_BYTES: usize = 36;

/** What sits on the inputs, the references or the outputs. */
export class Side {
  utxos: i32 = 0;
  /** NFTs of this plan. */
  plans: i32 = 0;
  /** The state of the last of them; means nothing while there is none. */
  plan: Plan = new Plan();
  /** Subscription units of this plan. */
  units: u64 = 0;
  /** Whether charms of any other app are there. */
  foreign: bool = false;
}

export class Transaction {
  ins: Side = new Side();
  refs: Side = new Side();
  outs: Side = new Side();
  /** Where the coins of inputs and outputs are to be read; 0 when they are absent. */
  coinInsAt: usize = 0;
  coinOutsAt: usize = 0;
  insAt: usize = 0;
}

export function readTransaction(): Transaction {
  const tx = new Transaction();
  let refsAt: usize = 0;
  let outsAt: usize = 0;
  const entries = beginMap();
  for (let i = 0; i < entries; i++) {
    const key = readText();
    if (isWord(key, size, "ins")) tx.insAt = markOnce(tx.insAt);
    else if (isWord(key, size, "refs")) refsAt = markOnce(refsAt);
    else if (isWord(key, size, "outs")) outsAt = markOnce(outsAt);
    else if (isWord(key, size, "coin_ins")) tx.coinInsAt = markOnce(tx.coinInsAt);
    else if (isWord(key, size, "coin_outs")) tx.coinOutsAt = markOnce(tx.coinOutsAt);
    skip();
  }
  const after = pos;
  if (tx.insAt == 0 || refsAt == 0 || outsAt == 0) unreachable();
  readInputs(tx.insAt, tx.ins);
  readInputs(refsAt, tx.refs);
  seek(outsAt);
  tx.outs.utxos = beginArray();
  for (let i = 0; i < tx.outs.utxos; i++) readCharms(tx.outs);
  seek(after);
  return tx;
}

/** Whether a UTXO, given as its 36 bytes, is spent here. */
export function spends(tx: Transaction, utxoId: usize): bool {
  const after = pos;
  let found = false;
  seek(tx.insAt);
  const inputs = beginArray();
  for (let i = 0; i < inputs; i++) {
    beginArray();
    if (memory.compare(readUtxoId(), utxoId, UTXO_ID_BYTES) == 0) found = true;
    skip();
  }
  seek(after);
  return found;
}

function readInputs(at: usize, side: Side): void {
  seek(at);
  side.utxos = beginArray();
  for (let i = 0; i < side.utxos; i++) {
    if (beginArray() != 2) unreachable();
    readUtxoId();
    readCharms(side);
  }
}

function readUtxoId(): usize {
  const at = readBytes();
  if (size != UTXO_ID_BYTES) unreachable();
  return at;
}

/** Reads the charms of one UTXO: a map of apps, each at most once. */
function readCharms(side: Side): void {
  const charms = beginMap();
  let plans = 0;
  let subscriptions = 0;
  for (let i = 0; i < charms; i++) {
    const kind = readCharmKind();
    if (kind == PLAN) {
      if (++plans > 1) unreachable();
      side.plans++;
      side.plan = readPlan();
    } else if (kind == SUBSCRIPTION) {
      if (++subscriptions > 1) unreachable();
      const units = readUint();
      if (units == 0) unreachable();
      side.units = addExactly(side.units, units);
    } else {
      side.foreign = true;
      skip();
    }
  }
}
