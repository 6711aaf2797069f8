import { expect, test } from 'vitest';
import {
  decodeData,
  decodeSpell,
  decodeUtxoId,
  encodeData,
  encodeUtxoId,
  parseSpellScript,
  parseTransaction,
  verifySpell,
  vkOf,
} from './index.ts';
import { encodeSpell } from './spell/codec.ts';
import { spellScript } from './spell/script.ts';
import { MAINNET_SPELLS } from './testing/vectors.ts';

/**
 * Node's Buffer is a Uint8Array whose `slice` shares memory. Whatever takes bytes must read a Buffer
 * alike and leave it as it was.
 */
test.each(MAINNET_SPELLS)('$name: a Buffer gives the same result and is not written to', ({ raw, found }) => {
  const cases: readonly [(bytes: Uint8Array) => unknown, Uint8Array][] = [
    [parseTransaction, raw],
    [verifySpell, raw],
    [parseSpellScript, spellScript(found)],
    [decodeSpell, encodeSpell(found.spell)],
    [decodeData, encodeData([new Map([[Uint8Array.of(1, 2), 'text']]), Uint8Array.of(3)])],
    [decodeUtxoId, encodeUtxoId({ txid: 'ab12'.repeat(16), vout: 7 })],
    [vkOf, raw],
  ];
  for (const [read, bytes] of cases) {
    const buffer = Buffer.from(bytes);
    expect(read(buffer)).toStrictEqual(read(bytes));
    expect(Uint8Array.from(buffer)).toEqual(bytes);
  }
});
