export type ScriptType = 'p2pkh' | 'p2sh' | 'p2wpkh' | 'p2wsh' | 'p2tr' | 'other';

/** The standard templates of a scriptPubKey that have an address (BIP 16, 141, 341): length, start and end. */
const TEMPLATES: readonly (readonly [ScriptType, number, readonly number[], readonly number[]])[] = [
  ['p2pkh', 25, [0x76, 0xa9, 0x14], [0x88, 0xac]],
  ['p2sh', 23, [0xa9, 0x14], [0x87]],
  ['p2wpkh', 22, [0x00, 0x14], []],
  ['p2wsh', 34, [0x00, 0x20], []],
  ['p2tr', 34, [0x51, 0x20], []],
];

export function scriptType(script: Uint8Array): ScriptType {
  const template = TEMPLATES.find(
    ([, length, start, end]) =>
      script.length === length &&
      start.every((byte, i) => script[i] === byte) &&
      end.every((byte, i) => script[length - end.length + i] === byte),
  );
  return template?.[0] ?? 'other';
}
