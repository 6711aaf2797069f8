// The transaction as the prover describes it (PROTOCOL.md "App contract interface"), reduced to what
// the rules of one plan need. Every key is looked for by name and unknown ones are passed over, so that
// a field which a later protocol version adds does not freeze the plans that live under this binary.

import { beginArray, beginMap, nextIsBytes, pos, readBytes, readText, readUint, seek, size, skip } from "./cbor";
import { Plan, readPlan } from "./plan";
import { isWord } from "./text";

const HASH_BYTES: i32 = 32;
const UTXO_ID_BYTES: usize = 36;

export const FOREIGN: i32 = 0;
export const PLAN: i32 = 1;
export const SUBSCRIPTION: i32 = 2;

const IDENTITY: usize = memory.data(32);
const VK: usize = memory.data(32);
const SCRATCH: usize = memory.data(64);

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

/** Reads the app under which this run happens and remembers it. Returns PLAN, SUBSCRIPTION or FOREIGN. */
export function readOwnApp(): i32 {
  return readApp(IDENTITY, VK);
}

/** Whether 32 bytes are this plan's identity. */
export function isIdentity(hash: usize): bool {
  return memory.compare(hash, IDENTITY, HASH_BYTES) == 0;
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

/** Satoshi that a list of exactly `expected` coins puts on a script; traps when it is absent or overflows. */
export function amountOn(coinsAt: usize, expected: i32, scriptAt: usize, scriptSize: usize): u64 {
  if (coinsAt == 0) unreachable();
  const after = pos;
  let total: u64 = 0;
  seek(coinsAt);
  const coins = beginArray();
  if (coins != expected) unreachable();
  for (let i = 0; i < coins; i++) {
    let amountAt: usize = 0;
    let destAt: usize = 0;
    const entries = beginMap();
    for (let j = 0; j < entries; j++) {
      const key = readText();
      if (isWord(key, size, "amount")) amountAt = markOnce(amountAt);
      else if (isWord(key, size, "dest")) destAt = markOnce(destAt);
      skip();
    }
    const next = pos;
    if (amountAt == 0 || destAt == 0) unreachable();
    seek(amountAt);
    const amount = readUint();
    seek(destAt);
    if (readOctetsEqual(scriptAt, scriptSize)) total = addExactly(total, amount);
    seek(next);
  }
  seek(after);
  return total;
}

/** a + b; traps beyond 64 bits. */
export function addExactly(a: u64, b: u64): u64 {
  const sum = a + b;
  if (sum < a) unreachable();
  return sum;
}

/** The place of a value whose key was just read; traps if the key was seen before. */
function markOnce(seenAt: usize): usize {
  if (seenAt != 0) unreachable();
  return pos;
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

/** What a charm is to this plan: only apps of the same identity and the same binary belong to it. */
function readCharmKind(): i32 {
  const kind = readApp(SCRATCH, SCRATCH + HASH_BYTES);
  const own = isIdentity(SCRATCH) && memory.compare(SCRATCH + HASH_BYTES, VK, HASH_BYTES) == 0;
  return own ? kind : FOREIGN;
}

/** Reads an app id: [tag, identity, vk]. */
function readApp(identity: usize, vk: usize): i32 {
  if (beginArray() != 3) unreachable();
  const tag = readText();
  const kind = isWord(tag, size, "n") ? PLAN : isWord(tag, size, "t") ? SUBSCRIPTION : FOREIGN;
  readHash(identity);
  readHash(vk);
  return kind;
}

/** 32 octets, written as an array of integers or as a byte string. */
function readHash(to: usize): void {
  if (nextIsBytes()) {
    const at = readBytes();
    if (size != HASH_BYTES) unreachable();
    memory.copy(to, at, HASH_BYTES);
    return;
  }
  if (beginArray() != HASH_BYTES) unreachable();
  for (let i = 0; i < HASH_BYTES; i++) store<u8>(to + i, readOctet());
}

/** Reads octets, written as an array of integers or as a byte string, and compares them. */
function readOctetsEqual(at: usize, length: usize): bool {
  if (nextIsBytes()) {
    const octets = readBytes();
    return size == length && memory.compare(octets, at, length) == 0;
  }
  const octets = beginArray();
  let same = <usize>octets == length;
  for (let i = 0; i < octets; i++) {
    const octet = readOctet();
    if (same && octet != load<u8>(at + i)) same = false;
  }
  return same;
}

function readOctet(): u8 {
  const value = readUint();
  if (value > 0xff) unreachable();
  return <u8>value;
}
