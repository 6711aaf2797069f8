const OP_PUSHDATA1 = 0x4c;
const OP_PUSHDATA4 = 0x4e;

/** Where the data of an instruction lies; empty for an opcode that pushes none. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The instruction of a script at `offset`, undefined at the end or when it is cut off. */
export function nextPush(script: Uint8Array, offset: number): Span | undefined {
  const opcode = script[offset];
  if (opcode === undefined) return undefined;
  let start = offset + 1;
  let length = 0;
  if (opcode < OP_PUSHDATA1) length = opcode;
  else if (opcode <= OP_PUSHDATA4) {
    const width = 1 << (opcode - OP_PUSHDATA1);
    if (start + width > script.length) return undefined;
    for (let i = width - 1; i >= 0; i--) length = length * 256 + (script[start + i] ?? 0);
    start += width;
  }
  const end = start + length;
  return end <= script.length ? { start, end } : undefined;
}

/** The shortest opcode that pushes `length` bytes, with its length bytes. */
export function pushOf(length: number): Uint8Array {
  if (length < OP_PUSHDATA1) return Uint8Array.of(length);
  if (length <= 0xff) return Uint8Array.of(OP_PUSHDATA1, length);
  if (length <= 0xffff) return Uint8Array.of(OP_PUSHDATA1 + 1, length & 0xff, length >> 8);
  return Uint8Array.of(
    OP_PUSHDATA4,
    length & 0xff,
    (length >> 8) & 0xff,
    (length >> 16) & 0xff,
    length >>> 24,
  );
}
