// Octets, which the protocol writes as arrays of integers. Byte strings are understood as well.

import { beginArray, nextIsBytes, readBytes, readUint, size } from "./cbor";

const HASH_BYTES: i32 = 32;

/** 32 octets, written as an array of integers or as a byte string. */
export function readHash(to: usize): void {
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
export function readOctetsEqual(at: usize, length: usize): bool {
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
