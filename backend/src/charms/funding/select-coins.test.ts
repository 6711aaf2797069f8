import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Utxo } from '../../bitcoin/index.ts';
import { MAX_INPUTS, selectCoins } from './select-coins.ts';

const coin = (amountSats: bigint, index: number): Utxo => ({
  outPoint: { txid: index.toString(16).padStart(64, '0'), vout: 0 },
  amountSats,
  script: new Uint8Array(22),
  confirmations: 1,
});
const coins = (amounts: readonly bigint[]) => amounts.map(coin);
const always = async () => true;
/** 10,000 sats and 100 for each input. */
const needed = (inputs: number) => 10_000n + 100n * BigInt(inputs);
const amountsOf = (selected: readonly Utxo[]) => selected.map(({ amountSats }) => amountSats);

test('the largest outputs are taken, and no more than needed', async () => {
  const { selected, availableSats, neededSats } = await selectCoins(
    coins([3_000n, 8_000n, 500n, 4_000n]),
    always,
    needed,
  );
  expect(amountsOf(selected)).toEqual([8_000n, 4_000n]);
  expect({ availableSats, neededSats }).toEqual({ availableSats: 12_000n, neededSats: 10_200n });
});

test('an exact sum is enough and one sat less is not', async () => {
  expect((await selectCoins(coins([10_100n, 5_000n]), always, needed)).selected).toHaveLength(1);
  expect((await selectCoins(coins([10_099n, 5_000n]), always, needed)).selected).toHaveLength(2);
});

test('an unusable output is passed over, and none is looked at beyond the need', async () => {
  const looked: bigint[] = [];
  const { selected } = await selectCoins(
    coins([20_000n, 11_000n, 9_000n]),
    async ({ amountSats }) => {
      looked.push(amountSats);
      return amountSats !== 20_000n;
    },
    needed,
  );
  expect(amountsOf(selected)).toEqual([11_000n]);
  expect(looked).toEqual([20_000n, 11_000n]);
});

test('outputs that cost more to spend than they hold are left alone', async () => {
  const { selected, availableSats, neededSats } = await selectCoins(
    coins([9_000n, 100n, 101n]),
    always,
    needed,
  );
  expect(amountsOf(selected)).toEqual([9_000n, 101n]);
  expect(availableSats).toBeLessThan(neededSats);
});

test('what has to be spent comes first, however little it is, and counts', async () => {
  const candidates = coins([400n, 8_000n, 4_000n, 9_000n]);
  const first = candidates.slice(0, 1);
  const { selected, availableSats, neededSats } = await selectCoins(candidates, always, needed, first);
  expect(amountsOf(selected)).toEqual([400n, 9_000n, 8_000n]);
  expect({ availableSats, neededSats }).toEqual({ availableSats: 17_400n, neededSats: 10_300n });
  const enough = await selectCoins(candidates, always, needed, candidates.slice(1));
  expect(amountsOf(enough.selected)).toEqual([8_000n, 4_000n, 9_000n]);
});

test('with nothing usable the need is that of one input', async () => {
  expect(await selectCoins([], always, needed)).toEqual({
    selected: [],
    availableSats: 0n,
    neededSats: 10_100n,
  });
});

test('the number of inputs is bounded', async () => {
  const { selected } = await selectCoins(coins(Array(60).fill(150n)), always, needed);
  expect(selected).toHaveLength(MAX_INPUTS);
});

test('the choice reaches the need whenever it can, needs its last output, and ignores the order given', async () => {
  const amounts = fc.array(fc.bigInt(1n, 9_000n), { maxLength: MAX_INPUTS });
  await fc.assert(
    fc.asyncProperty(amounts, fc.func(fc.nat()), async (values, order) => {
      const candidates = coins(values);
      const { selected, availableSats, neededSats } = await selectCoins(candidates, always, needed);
      const worthIt = values.filter((value) => value > 100n).reduce((sum, value) => sum + value - 100n, 0n);
      expect(availableSats >= neededSats).toBe(worthIt >= 10_000n);
      if (availableSats >= neededSats) {
        const last = selected.at(-1)?.amountSats ?? 0n;
        expect(availableSats - last).toBeLessThan(needed(selected.length - 1));
      }
      const shuffled = [...candidates].sort((a, b) => order(a.amountSats) - order(b.amountSats));
      expect((await selectCoins(shuffled, always, needed)).selected).toEqual(selected);
    }),
  );
});
