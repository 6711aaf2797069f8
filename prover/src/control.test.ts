import { encodeSpell, parseTransaction, verifySpell } from '@charmbills/charms';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lie } from './lies.ts';
import { type DevProver, type DevProverOptions, startDevProver } from './start-dev-prover.ts';
import { ask, askPeriods, askPlan, jsonOf, MERCHANT, STATE } from './testing/asking.ts';

const MINUTES = 10 * 60_000;
const running: DevProver[] = [];
let planTx: string;
let honest: string;

async function start(options: Partial<DevProverOptions> = {}): Promise<DevProver> {
  const prover = await startDevProver({ network: 'regtest', ...options });
  running.push(prover);
  return prover;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

beforeAll(async () => {
  const prover = await startDevProver({ network: 'regtest' });
  planTx = (await ask(prover.url, askPlan())).hex;
  honest = (await ask(prover.url, askPeriods(planTx))).hex;
  await prover.close();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((prover) => prover.close()));
});

describe('a slow prover', () => {
  it('keeps an answer for minutes, until released', async () => {
    const prover = await start({ delayMs: MINUTES });
    let answered = false;
    const answer = ask(prover.url, askPeriods(planTx)).finally(() => {
      answered = true;
    });
    // It answers others meanwhile, and refuses what is wrong at once.
    expect((await ask(prover.url, askPeriods(planTx, 2n, 1n))).code).toBe('APP_REFUSED');
    expect((await fetch(`${prover.url}/ready`)).status).toBe(200);
    expect(answered).toBe(false);
    prover.control.delay(0);
    const releasing = setInterval(() => prover.control.release(), 5);
    expect(await answer).toMatchObject({ status: 200, hex: honest });
    clearInterval(releasing);
  });

  it('ends what is under way when it is closed', async () => {
    const prover = await start({ delayMs: MINUTES });
    const answer = ask(prover.url, askPeriods(planTx)).catch(() => 'cut off');
    await until(() => prover.control.requests === 1);
    await prover.close();
    expect(await answer).toBe('cut off');
  });

  it('goes on when the client has gone', async () => {
    const prover = await start({ delayMs: MINUTES, cache: true });
    const gone = new AbortController();
    const body = JSON.stringify(jsonOf(askPlan()));
    const first = fetch(`${prover.url}/spells/prove`, { method: 'POST', body, signal: gone.signal });
    await until(() => prover.control.requests === 1);
    gone.abort();
    await expect(first).rejects.toThrow();
    prover.control.delay(0);
    await until(() => {
      prover.control.release();
      return prover.control.proofs === 1;
    });
    expect((await ask(prover.url, askPlan())).hex).toBe(planTx);
    expect(prover.control.proofs).toBe(1);
  });
});

describe('a failing prover', () => {
  it('answers 500 so many times, then proves', async () => {
    const prover = await start({ failures: 1 });
    expect(await ask(prover.url, askPeriods(planTx))).toMatchObject({
      status: 500,
      text: 'transient prover failure',
    });
    expect(await ask(prover.url, askPeriods(planTx))).toMatchObject({ status: 200, hex: honest });
    prover.control.failNext(2);
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask(prover.url, askPeriods(planTx))).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect(prover.control).toMatchObject({ requests: 5, proofs: 2 });
  });

  it('still says 400 to what is wrong', async () => {
    const prover = await start({ failures: 1 });
    expect((await ask(prover.url, askPeriods(planTx, 1n, 1n))).status).toBe(400);
    expect((await ask(prover.url, askPeriods(planTx))).status).toBe(500);
  });
});

describe('a caching prover', () => {
  it('answers by spell alone, whatever the fee rate and the change address', async () => {
    const prover = await start({ cache: true });
    await ask(prover.url, askPeriods(planTx));
    const other = {
      ...askPeriods(planTx),
      feeRate: 50,
      changeAddress: 'nonsense',
      prevTxs: [],
      binaries: {},
    };
    expect(await ask(prover.url, other)).toMatchObject({ status: 200, hex: honest });
    expect(prover.control).toMatchObject({ requests: 2, proofs: 1 });
  });

  it('proves a spell once however many ask at the same time', async () => {
    const prover = await start({ cache: true });
    const answers = await Promise.all([1, 2, 3].map(() => ask(prover.url, askPeriods(planTx))));
    expect(answers.map(({ hex }) => hex)).toEqual([honest, honest, honest]);
    expect(prover.control.proofs).toBe(1);
  });

  it('keeps no failures and no refusals', async () => {
    const prover = await start({ cache: true, failures: 1 });
    expect((await ask(prover.url, { ...askPeriods(planTx), prevTxs: [] })).status).toBe(400);
    expect((await ask(prover.url, askPeriods(planTx))).status).toBe(500);
    expect((await ask(prover.url, askPeriods(planTx))).status).toBe(200);
  });

  it('is not the default', async () => {
    const prover = await start();
    await ask(prover.url, askPeriods(planTx));
    expect((await ask(prover.url, { ...askPeriods(planTx), feeRate: 50 })).hex).not.toBe(honest);
  });
});

describe('a lying prover', () => {
  const lieAbout = async (lie: Lie) => {
    const prover = await start({ lie });
    return ask(prover.url, askPeriods(planTx));
  };
  const transactionOf = async (lie: Lie) => {
    const raw = Buffer.from((await lieAbout(lie)).hex, 'hex');
    return { raw, tx: parseTransaction(raw), truth: parseTransaction(Buffer.from(honest, 'hex')) };
  };
  const verifies = (raw: Uint8Array) => verifySpell(raw, { allowMock: true }).valid;

  it('pays another script, with a spell that verifies', async () => {
    const { raw, tx } = await transactionOf('other-script');
    expect(tx.outputs[0]?.amountSats).toBe(STATE.priceSats);
    expect(Buffer.from(tx.outputs[0]?.script ?? []).equals(MERCHANT)).toBe(false);
    expect(verifies(raw)).toBe(true);
  });

  it('pays one satoshi less, with a spell that verifies', async () => {
    const { raw, tx } = await transactionOf('lower-amount');
    expect(tx.outputs[0]?.amountSats).toBe(STATE.priceSats - 1n);
    expect(verifies(raw)).toBe(true);
  });

  it('sends the change elsewhere', async () => {
    const { raw, tx, truth } = await transactionOf('other-change');
    expect(tx.outputs.at(-1)?.amountSats).toBe(truth.outputs.at(-1)?.amountSats);
    expect(tx.outputs.at(-1)?.script).not.toEqual(truth.outputs.at(-1)?.script);
    expect(verifies(raw)).toBe(true);
  });

  it('spends one more input, with a spell that verifies', async () => {
    const { raw, tx, truth } = await transactionOf('extra-input');
    expect(tx.inputs).toHaveLength(truth.inputs.length + 1);
    expect(verifies(raw)).toBe(true);
  });

  it('mints one more token, with a spell that verifies', async () => {
    const { raw } = await transactionOf('altered-spell');
    const verdict = verifySpell(raw, { allowMock: true });
    expect(verdict.valid && verdict.spell.tx.outs[1]?.get(0)).toBe(2n);
    expect(verdict.valid && encodeSpell(verdict.spell)).not.toEqual(encodeSpell(askPeriods(planTx).spell));
  });

  it('proves something else', async () => {
    const { raw } = await transactionOf('bad-proof');
    expect(verifySpell(raw, { allowMock: true })).toMatchObject({
      valid: false,
      reason: 'PROOF_MOCK_MISMATCH',
    });
  });

  it('leaves the change to the miners', async () => {
    const { raw, tx, truth } = await transactionOf('absurd-fee');
    expect(tx.outputs).toHaveLength(truth.outputs.length - 1);
    expect(verifies(raw)).toBe(true);
  });

  it('takes the change itself', async () => {
    const { raw, tx, truth } = await transactionOf('absurd-prover-fee');
    expect(tx.outputs[2]?.amountSats).toBe(truth.outputs.at(-1)?.amountSats);
    expect(verifies(raw)).toBe(true);
  });

  it('leaves the spell out', async () => {
    const { raw, tx } = await transactionOf('no-spell');
    expect(tx.outputs.some(({ script }) => script[0] === 0x6a)).toBe(false);
    expect(verifySpell(raw, { allowMock: true })).toMatchObject({ valid: false, reason: 'SPELL_NOT_FOUND' });
  });

  it('answers what is no hexadecimal', async () => {
    expect((await lieAbout('not-hex')).hex).toMatch(/zz$/);
  });

  it('answers what is no JSON', async () => {
    await expect(lieAbout('not-json')).rejects.toThrow(SyntaxError);
  });

  it('answers two transactions, or none', async () => {
    expect(JSON.parse((await lieAbout('two-transactions')).text)).toHaveLength(2);
    expect(JSON.parse((await lieAbout('no-transaction')).text)).toEqual([]);
  });

  it('closes the connection', async () => {
    await expect(lieAbout('close-connection')).rejects.toThrow('fetch failed');
  });

  it('never answers, until it is released', async () => {
    const prover = await start({ lie: 'hang' });
    const answer = ask(prover.url, askPeriods(planTx)).catch(() => 'cut off');
    await until(() => prover.control.proofs === 1);
    const releasing = setInterval(() => prover.control.release(), 5);
    expect(await answer).toBe('cut off');
    clearInterval(releasing);
  });

  it('can be told to stop', async () => {
    const prover = await start({ lie: 'no-spell' });
    prover.control.lie(null);
    expect((await ask(prover.url, askPeriods(planTx))).hex).toBe(honest);
    expect(() => prover.control.lie('white' as Lie)).toThrow('white is no lie this prover knows');
  });
});
