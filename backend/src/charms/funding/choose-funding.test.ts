import { buildSpell, formatOutPoint, mockProof, spellScript, subscriptionApp } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import type { Utxo, UtxoSource } from '../../bitcoin/index.ts';
import { FundsInsufficientError } from '../charms.errors.ts';
import { chooseFunding, type FundingNeed } from './choose-funding.ts';

const script = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(7));
const app = subscriptionApp('ab'.repeat(32), 'cd'.repeat(32));
const draft = buildSpell({
  ins: [{ txid: '11'.repeat(32), vout: 0 }],
  outs: [
    { coin: { amountSats: 25_000n, dest: script } },
    { coin: { amountSats: 1_000n, dest: script }, charms: [[app, 1n]] },
  ],
});
const need: FundingNeed = {
  address: 'bcrt1p',
  fundingType: 'p2tr',
  draft,
  feeRate: 2_000n,
  proverFeeCeilingSats: 5_000n,
};
const nothingTaken = async () => new Set<string>();

/** A parent with these outputs; `charmAt` names the one that carries a charm. */
function parent(amounts: readonly bigint[], charmAt?: number) {
  const tx = new Transaction();
  tx.version = 2;
  tx.addInput(Buffer.alloc(32, amounts.length), 0);
  for (const amount of amounts) tx.addOutput(script, amount);
  if (charmAt !== undefined) {
    const spell = buildSpell({
      ins: [{ txid: Buffer.alloc(32, amounts.length).toString('hex'), vout: 0 }],
      outs: amounts.map((amountSats, index) => ({
        coin: { amountSats, dest: script },
        charms: index === charmAt ? [[app, 1n]] : [],
      })),
      mock: true,
    });
    tx.addOutput(spellScript({ spell, proof: mockProof(spell) }), 0n);
  }
  const txid = tx.getId();
  const utxos = amounts.map((amountSats, vout) => ({
    outPoint: { txid, vout },
    amountSats,
    script,
    confirmations: 1,
  }));
  return { txid, raw: new Uint8Array(tx.toBuffer()), utxos };
}

function sourceOf(...parents: ReturnType<typeof parent>[]): UtxoSource {
  return {
    listUnspent: async () => parents.flatMap(({ utxos }): Utxo[] => utxos),
    getRawTransaction: async (txid) => parents.find((each) => each.txid === txid)?.raw,
  };
}

const amountsOf = (utxos: readonly Utxo[]) => utxos.map(({ amountSats }) => amountSats);

const chosenFrom = (...amounts: bigint[]) => chooseFunding(sourceOf(parent(amounts)), nothingTaken, need);

async function shortfall(...amounts: bigint[]): Promise<FundsInsufficientError> {
  const error = await chosenFrom(...amounts).catch((caught: unknown) => caught);
  if (!(error instanceof FundsInsufficientError)) throw error;
  return error;
}

test('coins, the miners, the most a prover may take and change are covered, to the sat', async () => {
  const { neededSats } = await shortfall(1_000n);
  const coinsProverAndChange = 26_000n + 5_000n + 546n;
  expect(neededSats).toBeGreaterThan(coinsProverAndChange + 2n * 900n);
  expect(neededSats).toBeLessThan(coinsProverAndChange + 2n * 1_300n);
  expect(amountsOf(await chosenFrom(neededSats, 30_000n))).toEqual([neededSats]);
  expect(amountsOf(await chosenFrom(neededSats - 1n, 30_000n))).toEqual([neededSats - 1n, 30_000n]);
});

test('an output that carries a charm is never chosen, its neighbour may be', async () => {
  const source = sourceOf(parent([90_000n, 80_000n], 0));
  expect(amountsOf(await chooseFunding(source, nothingTaken, need))).toEqual([80_000n]);
});

test('an output that somebody else counts on is never chosen', async () => {
  const first = parent([90_000n, 80_000n]);
  const taken = async () => new Set([formatOutPoint({ txid: first.txid, vout: 0 })]);
  expect(amountsOf(await chooseFunding(sourceOf(first), taken, need))).toEqual([80_000n]);
});

test('an output whose transaction is unknown is not chosen', async () => {
  const known = parent([40_000n]);
  const unknown = parent([50_000n, 60_000n]);
  const source: UtxoSource = {
    listUnspent: async () => [...unknown.utxos, ...known.utxos],
    getRawTransaction: async (txid) => (txid === known.txid ? known.raw : undefined),
  };
  expect(amountsOf(await chooseFunding(source, nothingTaken, need))).toEqual([40_000n]);
});

test('where there may be enough that the source has yet to learn of, it is asked again', async () => {
  const known = parent([20_000n]);
  const unknown = parent([90_000n, 1_000n]);
  const source: UtxoSource = {
    listUnspent: async () => [...unknown.utxos, ...known.utxos],
    getRawTransaction: async (txid) => (txid === known.txid ? known.raw : undefined),
  };
  await expect(chooseFunding(source, nothingTaken, need)).rejects.toMatchObject({
    code: 'UTXO_SOURCE_UNAVAILABLE',
  });
});

test('too little is named with what is there and what is needed', async () => {
  const { availableSats, neededSats } = await shortfall(20_000n, 10_000n);
  expect(availableSats).toBe(30_000n);
  expect(neededSats).toBe((await shortfall(1_000n)).neededSats + 2n * 58n);
});
