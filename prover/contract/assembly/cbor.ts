// A reader of CBOR (RFC 8949) over one stretch of memory. It traps on everything that the prover,
// which writes definite lengths and shortest integers, would not have written: truncated items,
// reserved and indefinite lengths, integers longer than needed, nesting deeper than it accepts itself.

const UINT: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

const NULL: u8 = 0xf6;
const MAX_DEPTH: i32 = 256;

/** Address of the next byte. Save it and assign it to `pos` through seek() to read an item again. */
export let pos: usize = 0;
let end: usize = 0;
/** Length in bytes of the text or byte string that was read last. */
export let size: usize = 0;

export function open(at: usize, length: usize): void {
  pos = at;
  end = at + length;
}

export function seek(at: usize): void {
  pos = at;
}

/** Traps unless everything was read: trailing bytes are refused. */
export function close(): void {
  if (pos != end) unreachable();
}

function take(length: u64): usize {
  if (length > <u64>(end - pos)) unreachable();
  const at = pos;
  pos += <usize>length;
  return at;
}

/** The argument of an initial byte, which must be in its shortest form. */
function argument(info: u8): u64 {
  if (info < 24) return info;
  let value: u64 = 0;
  if (info == 24) {
    value = load<u8>(take(1));
    if (value < 24) unreachable();
  } else if (info == 25) {
    value = bswap<u16>(load<u16>(take(2)));
    if (value <= 0xff) unreachable();
  } else if (info == 26) {
    value = bswap<u32>(load<u32>(take(4)));
    if (value <= 0xffff) unreachable();
  } else if (info == 27) {
    value = bswap<u64>(load<u64>(take(8)));
    if (value <= 0xffffffff) unreachable();
  } else {
    unreachable();
  }
  return value;
}

function expect(major: u8): u64 {
  const initial = load<u8>(take(1));
  if (initial >> 5 != major) unreachable();
  return argument(initial & 31);
}

/** A count of items that each take at least `bytesEach` bytes, so a lie about it is seen at once. */
function count(items: u64, bytesEach: u64): i32 {
  if (items > <u64>(end - pos) / bytesEach || items > <u64>i32.MAX_VALUE) unreachable();
  return <i32>items;
}

export function readUint(): u64 {
  return expect(UINT);
}

/** Address of the text's first byte, its length in `size`. Its encoding is not looked at. */
export function readText(): usize {
  const length = expect(TEXT);
  const at = take(length);
  size = <usize>length;
  return at;
}

/** Address of the byte string's first byte, its length in `size`. */
export function readBytes(): usize {
  const length = expect(BYTES);
  const at = take(length);
  size = <usize>length;
  return at;
}

export function beginArray(): i32 {
  return count(expect(ARRAY), 1);
}

export function beginMap(): i32 {
  return count(expect(MAP), 2);
}

function nextIs(major: u8): bool {
  if (pos >= end) unreachable();
  return load<u8>(pos) >> 5 == major;
}

export function nextIsBytes(): bool {
  return nextIs(BYTES);
}

/** Reads a null if one is next. */
export function readNull(): bool {
  if (pos >= end) unreachable();
  if (load<u8>(pos) != NULL) return false;
  pos++;
  return true;
}

/** Passes over one item of any kind. */
export function skip(depth: i32 = 0): void {
  if (depth > MAX_DEPTH) unreachable();
  const initial = load<u8>(take(1));
  const major = initial >> 5;
  const info = initial & 31;
  if (major > TAG) {
    skipSimple(info);
    return;
  }
  const value = argument(info);
  if (major == UINT || major == NEGATIVE) return;
  if (major == BYTES || major == TEXT) {
    take(value);
    return;
  }
  let items = 1;
  if (major == ARRAY) items = count(value, 1);
  else if (major == MAP) items = count(value, 2) * 2;
  for (let i = 0; i < items; i++) skip(depth + 1);
}

/** false, true, null and undefined (20 to 23), and floating point of 2, 4 and 8 bytes (25 to 27). */
function skipSimple(info: u8): void {
  if (info >= 20 && info <= 23) return;
  if (info < 25 || info > 27) unreachable();
  take(1 << (info - 24));
}
