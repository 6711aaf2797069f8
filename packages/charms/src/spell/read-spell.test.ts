import { expect, test } from 'vitest';
import mainnet from '../../vectors/mainnet-spells.json' with { type: 'json' };
import { hexToBytes } from '../bytes.ts';
import { parseTransaction, readSpell, spellScript } from '../index.ts';

for (const vector of mainnet) {
  const tx = parseTransaction(hexToBytes(vector.hex));
  const found = readSpell(tx);

  test(`V${vector.version} mainnet: the txid is computed from the bytes`, () => {
    expect(tx.txid).toBe(vector.txid);
  });

  test(`V${vector.version} mainnet: the spell is read and its script is byte-exact`, () => {
    expect(found?.spell.version).toBe(vector.version);
    expect(found?.spell.appPublicInputs).toHaveLength(vector.apps);
    expect(found?.proof).toHaveLength(vector.proofBytes);
    expect(found && spellScript(found)).toEqual(tx.outputs[found?.opReturnIndex ?? -1]?.script);
  });

  test(`V${vector.version} mainnet: ins and coins are those of the transaction`, () => {
    const funding = vector.version <= 9 ? 1 : 0;
    expect(found?.spell.tx.ins).toEqual(
      tx.inputs.slice(0, tx.inputs.length - funding).map((input) => input.prevout),
    );
    expect(found?.spell.tx.coins).toHaveLength(found?.spell.tx.outs.length ?? -1);
  });
}
