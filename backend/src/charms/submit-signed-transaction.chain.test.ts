import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelSpell } from './cancel-spell.ts';
import type { SpellServices } from './ports.ts';
import { submitSignedTransaction } from './submit-signed-transaction.ts';
import { sweepSpells } from './sweep-spells.ts';
import { CharmsFixture, type MintedPlan, type Somebody } from './testing/charms-fixture.ts';
import { moveToSelf } from './testing/elsewhere.ts';

let fixture: CharmsFixture;
let plan: MintedPlan;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  plan = await fixture.plan();
});
afterAll(() => fixture.stop());

interface Purchase {
  readonly subscriber: Somebody;
  readonly transactionId: string;
  /** As handed out. */
  readonly psbt: string;
}

/** A purchase that waits for its signature. */
async function purchase(of: MintedPlan = plan, amounts?: bigint[]): Promise<Purchase> {
  const subscriber = await fixture.somebody(amounts);
  const transactionId = await fixture.wishSubscription(subscriber, of);
  await fixture.prove(transactionId);
  const { psbt } = await fixture.job(transactionId);
  return { subscriber, transactionId, psbt: psbt ?? '' };
}

const submit = (scope: Somebody['scope'], id: string, psbt: string, services = fixture.services) =>
  submitSignedTransaction(services, scope, id, psbt);

/** The events of a transaction so far. */
const events = (subjectId: string) => fixture.database.client.event.count({ where: { subjectId } });

describe('only the signer’s signature of the very transaction is taken', () => {
  test('somebody else is told that there is no such transaction', async () => {
    const { subscriber, transactionId, psbt } = await purchase();
    const stranger = await fixture.somebody([]);
    const signed = subscriber.signer.sign(psbt);
    await expect(submit(stranger.scope, transactionId, signed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(submit(subscriber.scope, 'tx_unknown', signed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await fixture.job(transactionId)).state).toBe('awaiting_signature');
  });

  test('an unsigned PSBT, a PSBT of another transaction and nonsense change nothing', async () => {
    const { subscriber, transactionId, psbt } = await purchase();
    const other = await purchase();
    const foreign = other.subscriber.signer.sign(other.psbt);
    for (const [text, code] of [
      [psbt, 'PSBT_INCOMPLETE'],
      [foreign, 'PSBT_MISMATCH'],
      ['nonsense', 'PSBT_MISMATCH'],
    ] as const) {
      await expect(submit(subscriber.scope, transactionId, text)).rejects.toMatchObject({ code });
    }
    expect(await fixture.job(transactionId)).toMatchObject({ state: 'awaiting_signature', signedTx: null });
    await submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt));
  });

  test('there is nothing to submit before it is proved', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    await expect(submit(subscriber.scope, transactionId, 'cHNidP8=')).rejects.toMatchObject({
      code: 'SPELL_JOB_STATE',
      state: 'queued',
    });
  });
});

test('the same again answers the same, also at once, and is broadcast and told once', async () => {
  const { subscriber, transactionId, psbt } = await purchase();
  const told: string[] = [];
  const services: SpellServices = {
    ...fixture.services,
    chainObservers: [
      ...fixture.services.chainObservers,
      { onBroadcast: async (_, rows) => void told.push(...rows.map(({ id }) => id)) },
    ],
  };
  const signed = subscriber.signer.sign(psbt);
  await Promise.all([1, 2, 3].map(() => submit(subscriber.scope, transactionId, signed, services)));
  const count = await events(transactionId);
  await submit(subscriber.scope, transactionId, signed, services);
  expect(told).toEqual([transactionId]);
  expect(await events(transactionId)).toBe(count);
  await fixture.confirm();
  await submit(subscriber.scope, transactionId, signed, services);
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'confirmed' });
});

test('two subscribers at the same moment both succeed, in the same block', async () => {
  const [first, second] = await Promise.all([purchase(), purchase()]);
  await Promise.all(
    [first, second].map(({ subscriber, transactionId, psbt }) =>
      submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt)),
    ),
  );
  await fixture.confirm();
  const rows = await Promise.all(
    [first, second].map(({ transactionId }) => fixture.transaction(transactionId)),
  );
  expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  expect(rows[0]?.blockHash).toBe(rows[1]?.blockHash);
});

test('a node that does not answer leaves it submitted, and a later sweep sends it', async () => {
  const { subscriber, transactionId, psbt } = await purchase();
  const { rpc } = fixture.services;
  const away: SpellServices = {
    ...fixture.services,
    rpc: {
      callCount: 0,
      batch: (requests, options) => rpc.batch(requests, options),
      call: (method, params, options) =>
        method === 'sendrawtransaction'
          ? Promise.reject(new Error('no answer'))
          : rpc.call(method, params, options),
    },
  };
  await submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt), away);
  expect((await fixture.job(transactionId)).signedTx).not.toBeNull();
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'pending', broadcastAt: null });

  fixture.clock.advanceBy(10_000);
  await sweepSpells(fixture.services);
  expect((await fixture.transaction(transactionId)).broadcastAt).toBeNull();
  fixture.clock.advanceBy(10_000);
  await sweepSpells(fixture.services);
  const { broadcastAt, txid } = await fixture.transaction(transactionId);
  expect(broadcastAt).toEqual(fixture.clock.now());
  expect(await fixture.chain.rpc('getrawmempool')).toContain(txid);
});

test('what the node refuses has failed, with its reason, and frees its inputs', async () => {
  const { subscriber, transactionId, psbt } = await purchase();
  const [input] = await fixture.database.client.chainInput.findMany({ where: { transactionId } });
  if (!input) throw new Error('no input');
  await moveToSelf(fixture, subscriber, [input], 60_000n);
  await expect(submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt))).rejects.toMatchObject({
    code: 'BROADCAST_REJECTED',
  });
  expect(await fixture.job(transactionId)).toMatchObject({
    state: 'failed',
    errorCode: 'BROADCAST_REJECTED',
  });
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'failed', failure: 'rejected' });
  expect(await fixture.reservations(transactionId)).toBe(0);
});

test('a mint whose plan has been spent meanwhile is not sent, also while that is unconfirmed', async () => {
  const merchant = await fixture.somebody();
  const own = await fixture.plan(merchant);
  const { subscriber, transactionId, psbt } = await purchase(own);
  await moveToSelf(fixture, merchant, [own.nft], 400n);
  await expect(submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt))).rejects.toMatchObject({
    code: 'PLAN_OUTDATED',
  });
  const { txid, status, failure } = await fixture.transaction(transactionId);
  expect({ status, failure }).toEqual({ status: 'failed', failure: 'rejected' });
  expect(await fixture.chain.rpc('getrawmempool')).not.toContain(txid);
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'failed', errorCode: 'PLAN_OUTDATED' });
  expect(await fixture.reservations(transactionId)).toBe(0);
});

describe('giving up', () => {
  const HOUR = 3_600_000;

  test('what is not signed in time expires, frees its inputs, and can be asked for again', async () => {
    const { subscriber, transactionId, psbt } = await purchase(plan, [60_000n]);
    fixture.clock.advanceBy(HOUR - 1_000);
    await sweepSpells(fixture.services);
    expect((await fixture.job(transactionId)).state).toBe('awaiting_signature');
    fixture.clock.advanceBy(1_000);
    await sweepSpells(fixture.services);
    expect((await fixture.job(transactionId)).state).toBe('expired');
    expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'failed', failure: 'expired' });
    expect(await fixture.reservations(transactionId)).toBe(0);
    await expect(submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt))).rejects.toMatchObject(
      {
        code: 'SPELL_JOB_STATE',
        state: 'expired',
      },
    );

    const again = await fixture.wishSubscription(subscriber, plan);
    await fixture.proveAndSubmit(subscriber, again);
    expect((await fixture.transaction(again)).txid).not.toBe((await fixture.transaction(transactionId)).txid);
  });

  test('the time to sign begins when there is something to sign', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    fixture.clock.advanceBy(HOUR - 1_000);
    await fixture.prove(transactionId);
    fixture.clock.advanceBy(HOUR - 1_000);
    await sweepSpells(fixture.services);
    expect((await fixture.job(transactionId)).state).toBe('awaiting_signature');
  });

  test('what waits for a prover that never comes expires too', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    fixture.prover.control.failNext(1);
    await expect(fixture.prove(transactionId)).rejects.toMatchObject({ code: 'PROVER_UNAVAILABLE' });
    expect(await fixture.reservations(transactionId)).toBe(1);
    fixture.clock.advanceBy(HOUR);
    await sweepSpells(fixture.services);
    await fixture.prove(transactionId);
    expect(await fixture.job(transactionId)).toMatchObject({ state: 'expired', psbt: null });
    expect(await fixture.reservations(transactionId)).toBe(0);
  });

  test('its owner can call it off until it is submitted, and nobody else can', async () => {
    const { subscriber, transactionId, psbt } = await purchase();
    const stranger = await fixture.somebody([]);
    await expect(cancelSpell(fixture.services, stranger.scope, transactionId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await cancelSpell(fixture.services, subscriber.scope, transactionId);
    await cancelSpell(fixture.services, subscriber.scope, transactionId);
    expect((await fixture.job(transactionId)).state).toBe('expired');
    expect(await fixture.reservations(transactionId)).toBe(0);
    await expect(submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt))).rejects.toMatchObject(
      {
        code: 'SPELL_JOB_STATE',
      },
    );

    const sent = await purchase();
    await submit(sent.subscriber.scope, sent.transactionId, sent.subscriber.signer.sign(sent.psbt));
    await expect(
      cancelSpell(fixture.services, sent.subscriber.scope, sent.transactionId),
    ).rejects.toMatchObject({ code: 'SPELL_JOB_STATE', state: 'submitted' });
  });

  test('a signature and a cancellation at once: one of them wins', async () => {
    const { subscriber, transactionId, psbt } = await purchase();
    const results = await Promise.allSettled([
      submit(subscriber.scope, transactionId, subscriber.signer.sign(psbt)),
      cancelSpell(fixture.services, subscriber.scope, transactionId),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state } = await fixture.job(transactionId);
    const { status } = await fixture.transaction(transactionId);
    expect([
      ['submitted', 'pending'],
      ['expired', 'failed'],
    ]).toContainEqual([state, status]);
  });
});
