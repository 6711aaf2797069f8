// Text in CBOR is UTF-8 (RFC 8949 §3.1).

import { readText, size } from "./cbor";

/** Whether the text at an address is this ASCII word. */
export function isWord(at: usize, length: usize, word: string): bool {
  if (length != <usize>word.length) return false;
  for (let i = 0; i < word.length; i++) {
    if (<i32>load<u8>(at + i) != word.charCodeAt(i)) return false;
  }
  return true;
}

/** Reads one text and traps unless it is this ASCII word. */
export function readWord(word: string): void {
  const at = readText();
  if (!isWord(at, size, word)) unreachable();
}

/** Whether these bytes are well-formed UTF-8: the table of RFC 3629 §4. */
export function isUtf8(at: usize, length: usize): bool {
  const end = at + length;
  while (at < end) {
    const first = load<u8>(at++);
    if (first < 0x80) continue;
    let low: u8 = 0x80;
    let high: u8 = 0xbf;
    let more: usize = 1;
    if (first >= 0xc2 && first <= 0xdf) {
      more = 1;
    } else if (first >= 0xe0 && first <= 0xef) {
      more = 2;
      if (first == 0xe0) low = 0xa0;
      if (first == 0xed) high = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
      more = 3;
      if (first == 0xf0) low = 0x90;
      if (first == 0xf4) high = 0x8f;
    } else {
      return false;
    }
    if (more > end - at) return false;
    for (let i: usize = 0; i < more; i++) {
      const next = load<u8>(at++);
      if (next < low || next > high) return false;
      low = 0x80;
      high = 0xbf;
    }
  }
  return true;
}
