// Sums of satoshi and of units: 64 bits, never wrapping around.

import { beginArray, beginMap, pos, readText, readUint, seek, size, skip } from "./cbor";
import { markOnce } from "./keys";
import { readOctetsEqual } from "./octets";
import { isWord } from "./text";

/** a + b; traps beyond 64 bits. */
export function addExactly(a: u64, b: u64): u64 {
  const sum = a + b;
  if (sum < a) unreachable();
  return sum;
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
