import { encodeSpell, parseTransaction, readSpell, verifySpell } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevProver, startDevProver } from './start-dev-prover.ts';
import {
  type Asked,
  ask,
  askPeriods,
  askPlan,
  coin,
  fundingTx,
  MERCHANT,
  MERCHANT_ADDRESS,
  outPointOf,
  STATE,
  SUBSCRIBER,
} from './testing/asking.ts';

let prover: DevProver;
let planTx: string;

beforeAll(async () => {
  prover = await startDevProver({ network: 'regtest' });
  planTx = (await ask(prover.url, askPlan())).hex;
});
afterAll(() => prover.close());

async function proved(asked: Asked, url = prover.url): Promise<Transaction> {
  const { hex } = await ask(url, asked);
  return Transaction.fromHex(hex);
}

const paidOut = (tx: Transaction) => tx.outs.reduce((sum, { value }) => sum + value, 0n);

/** The transaction with signatures as long as they get, which is what the fee is counted for. */
function signed(tx: Transaction, types: readonly ('p2wpkh' | 'p2tr')[]): Transaction {
  const copy = tx.clone();
  types.forEach((type, index) => {
    copy.setWitness(index, type === 'p2tr' ? [new Uint8Array(64)] : [new Uint8Array(72), new Uint8Array(33)]);
  });
  return copy;
}

describe('the transaction', () => {
  it('is unsigned, version 2, without locktime, replaceable, and spends the inputs in their order', async () => {
    const funds = fundingTx(0x05, [
      coin(SUBSCRIBER, 100_000n),
      coin(MERCHANT, 100_000n),
      coin(SUBSCRIBER, 100_000n),
    ]);
    const ins = [2, 0, 1].map((vout) => outPointOf(funds, vout));
    const asked = askPeriods(planTx);
    const tx = await proved({
      ...asked,
      spell: {
        ...asked.spell,
        tx: {
          ...asked.spell.tx,
          ins,
          coins: [
            { amount: 150_000n, dest: MERCHANT },
            { amount: 1_000n, dest: SUBSCRIBER },
          ],
        },
      },
      prevTxs: [funds, planTx],
    });
    expect(tx.version).toBe(2);
    expect(tx.locktime).toBe(0);
    expect(tx.hasWitnesses()).toBe(false);
    expect(
      tx.ins.map(({ hash, index }) => `${Buffer.from(hash).reverse().toString('hex')}:${index}`),
    ).toEqual(ins.map(({ txid, vout }) => `${txid}:${vout}`));
    expect(tx.ins.map(({ sequence }) => sequence)).toEqual(ins.map(() => 0xffff_fffd));
    expect(tx.ins.every(({ script }) => script.length === 0)).toBe(true);
  });

  it('pays coins, then carries the spell, then gives change', async () => {
    const tx = await proved(askPeriods(planTx));
    expect(tx.outs.map(({ script }) => Buffer.from(script).toString('hex').slice(0, 4))).toEqual([
      '0014',
      '5120',
      '6a05',
      '5120',
    ]);
    expect(tx.outs.slice(0, 3).map(({ value }) => value)).toEqual([STATE.priceSats, 1_000n, 0n]);
    expect(Buffer.from(tx.outs[3]?.script ?? []).equals(SUBSCRIBER)).toBe(true);
  });

  it('carries the spell that was asked for with a mock proof of it', async () => {
    const asked = askPeriods(planTx);
    const { hex } = await ask(prover.url, asked);
    const raw = Buffer.from(hex, 'hex');
    const verdict = verifySpell(raw, { allowMock: true });
    expect(verdict.valid && encodeSpell(verdict.spell)).toEqual(encodeSpell(asked.spell));
    expect(verifySpell(raw)).toMatchObject({ valid: false, reason: 'SPELL_MOCK_REFUSED' });
  });

  it('pays the prover between coins and spell', async () => {
    const taking = await startDevProver({
      network: 'regtest',
      proverFeeSats: 1_500n,
      feeAddress: MERCHANT_ADDRESS,
    });
    try {
      const tx = await proved(askPeriods(planTx), taking.url);
      const free = await proved(askPeriods(planTx));
      expect(tx.outs.map(({ value }) => value).slice(0, 4)).toEqual([STATE.priceSats, 1_000n, 1_500n, 0n]);
      expect(Buffer.from(tx.outs[2]?.script ?? []).equals(MERCHANT)).toBe(true);
      const feeOutputBytes = 31n;
      expect(paidOut(free) - paidOut(tx)).toBe(feeOutputBytes * 2n);
      expect(readSpell(parseTransaction(Buffer.from(tx.toHex(), 'hex')))?.opReturnIndex).toBe(3);
    } finally {
      await taking.close();
    }
  });
});

describe('the miners’ fee', () => {
  it.each([0, 1, 2.5, 17.003])('is the rate times the size once signed: %d sat/vB', async (feeRate) => {
    const tx = await proved({ ...askPeriods(planTx), feeRate });
    const vsize = signed(tx, ['p2tr']).virtualSize();
    expect(1_000_000n - paidOut(tx)).toBe(BigInt(Math.ceil((vsize * Math.round(feeRate * 1_000)) / 1_000)));
  });

  it('counts p2wpkh signatures as such', async () => {
    const tx = await proved({ ...askPlan(), feeRate: 10 });
    expect(200_000n - paidOut(tx)).toBe(BigInt(signed(tx, ['p2wpkh']).virtualSize() * 10));
  });
});

describe('change', () => {
  const withRest = (restSats: bigint): Asked => {
    const asked = { ...askPeriods(planTx), feeRate: 0 };
    const coins = [
      coin(MERCHANT, STATE.priceSats),
      coin(SUBSCRIBER, 1_000_000n - STATE.priceSats - restSats),
    ];
    const spellCoins = coins.map(({ amountSats, dest }) => ({ amount: amountSats, dest }));
    return { ...asked, spell: { ...asked.spell, tx: { ...asked.spell.tx, coins: spellCoins } } };
  };

  it('of 300 sats is given', async () => {
    const tx = await proved(withRest(300n));
    expect(tx.outs.at(-1)?.value).toBe(300n);
    expect(tx.outs).toHaveLength(4);
  });

  it('below 300 sats goes to the miners', async () => {
    const tx = await proved(withRest(299n));
    expect(tx.outs).toHaveLength(3);
    expect(1_000_000n - paidOut(tx)).toBe(299n);
  });
});
