// The genesis of a plan: docs/protocols/charms.md "identity = SHA-256 of the ASCII text `txid:vout` of a UTXO spent
// by the minting transaction". That UTXO can be spent once, so a plan can be minted once.

import { isIdentity } from "./app";
import { sha256 } from "./sha256";
import { spends, Transaction } from "./transaction";

const TXID_TEXT: usize = 64;
const MAX_TEXT: usize = 64 + 1 + 10;

const DIGEST: usize = memory.data(32);
const UTXO_ID: usize = memory.data(36);

/** Traps unless the text names a UTXO that is spent here and whose name hashes to the identity. */
export function checkGenesis(tx: Transaction, textAt: usize, textSize: usize): void {
  parseOutPoint(textAt, textSize);
  sha256(textAt, textSize, DIGEST);
  if (!isIdentity(DIGEST)) unreachable();
  if (!spends(tx, UTXO_ID)) unreachable();
}

/** Writes `txid:vout` as the 36 bytes of a UTXO id: txid in internal order, vout little-endian. */
function parseOutPoint(at: usize, length: usize): void {
  if (length <= TXID_TEXT + 1 || length > MAX_TEXT) unreachable();
  for (let i: usize = 0; i < 32; i++) {
    const octet = (hexDigit(load<u8>(at + 2 * i)) << 4) | hexDigit(load<u8>(at + 2 * i + 1));
    store<u8>(UTXO_ID + 31 - i, octet);
  }
  if (load<u8>(at + TXID_TEXT) != 0x3a) unreachable();
  const firstAt = at + TXID_TEXT + 1;
  if (load<u8>(firstAt) == 0x30 && length > TXID_TEXT + 2) unreachable();
  let vout: u64 = 0;
  for (let digitAt = firstAt; digitAt < at + length; digitAt++) {
    const digit = load<u8>(digitAt);
    if (digit < 0x30 || digit > 0x39) unreachable();
    vout = vout * 10 + (digit - 0x30);
  }
  if (vout > <u64>u32.MAX_VALUE) unreachable();
  store<u32>(UTXO_ID, <u32>vout, 32);
}

function hexDigit(digit: u8): u8 {
  if (digit >= 0x30 && digit <= 0x39) return digit - 0x30;
  if (digit >= 0x61 && digit <= 0x66) return digit - 0x61 + 10;
  unreachable();
  return 0;
}
