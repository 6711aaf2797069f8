import { formatOutPoint, type OutPoint, parseTransaction } from '@charmbills/charms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { broadcast, finalizePsbt } from '../bitcoin/index.ts';
import { newId } from '../platform/ids.ts';
import { cancelSpell } from './cancel-spell.ts';
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

/** Somebody who buys one subscription, as often as it takes. */
async function buyer(amounts: readonly bigint[]) {
  const person = await fixture.somebody(amounts);
  const subscriptionId = newId('subscription');
  const wish = (invoiceId?: string) =>
    fixture.wish(
      person,
      { ...fixture.mintRequest(plan), subscriptionId, ...(invoiceId && { invoiceId }) },
      plan.merchantId,
    );
  const handedOut = async () => {
    const transactionId = await wish();
    await fixture.prove(transactionId);
    return transactionId;
  };
  return { person, subscriptionId, wish, handedOut };
}

/** Coins that are chosen before any other from now on. */
async function growRich({ signer }: Somebody, ...amounts: bigint[]): Promise<void> {
  for (const amount of amounts) await fixture.chain.fundAddress(signer.address, amount);
}

async function lapse(): Promise<void> {
  fixture.clock.advanceBy(fixture.config.SPELL_RESERVATION_SECONDS * 1_000 + 1);
  await sweepSpells(fixture.services);
}

async function inputsOf(transactionId: string): Promise<OutPoint[]> {
  const { unsignedTx } = await fixture.job(transactionId);
  return parseTransaction(unsignedTx ?? new Uint8Array()).inputs.map(({ prevout }) => prevout);
}

async function shared(one: string, other: string): Promise<number> {
  const inputs = new Set((await inputsOf(one)).map(formatOutPoint));
  return (await inputsOf(other)).filter((input) => inputs.has(formatOutPoint(input))).length;
}

/** Signs what was handed out and sends it without us. */
async function sendElsewhere({ signer }: Somebody, transactionId: string): Promise<void> {
  const { psbt, unsignedTx, prevouts } = await fixture.job(transactionId);
  if (!psbt || !unsignedTx || !prevouts) throw new Error('nothing was handed out');
  await broadcast(fixture.rpc, finalizePsbt({ psbt: signer.sign(psbt), unsignedTx, prevouts }));
}

const tokensOf = (subscriptionId: string) =>
  fixture.database.client.chainTransaction.count({ where: { subscriptionId, status: 'confirmed' } });
const stateOf = async (transactionId: string) => {
  const { state, errorCode } = await fixture.job(transactionId);
  return { state, errorCode };
};

test.each([
  ['the new one is sent first', ['new', 'expired']],
  ['the expired one is sent first', ['expired', 'new']],
] as const)(
  'of an expired transaction and a new one for the same only one confirms: %s',
  async (_, order) => {
    const { person, subscriptionId, handedOut } = await buyer([90_000n]);
    const expired = await handedOut();
    await lapse();
    await growRich(person, 300_000n);
    const anew = await handedOut();
    expect(await stateOf(anew)).toEqual({ state: 'awaiting_signature', errorCode: null });
    expect(await shared(expired, anew)).toBe(1);

    const [first, second] = order.map((which) => (which === 'new' ? anew : expired));
    await sendElsewhere(person, first ?? '');
    await expect(sendElsewhere(person, second ?? '')).rejects.toMatchObject({ code: 'BROADCAST_REJECTED' });
    await fixture.confirm();
    expect(await tokensOf(subscriptionId)).toBe(1);
    expect(await fixture.transaction(first ?? '')).toMatchObject({ status: 'confirmed' });
  },
);

test('the third shares an input with both before it, though each had coins of its own', async () => {
  const { person, handedOut } = await buyer([90_000n]);
  const first = await handedOut();
  await cancelSpell(fixture.services, person.scope, first);
  await growRich(person, 300_000n);
  const second = await handedOut();
  await cancelSpell(fixture.services, person.scope, second);
  await growRich(person, 500_000n);
  const third = await handedOut();
  expect(await shared(first, third)).toBe(1);
  expect(await shared(second, third)).toBeGreaterThan(0);
});

test('what has lost an input elsewhere is dead, and nothing of it is spent again', async () => {
  const { person, handedOut } = await buyer([40_000n, 30_000n]);
  const dead = await handedOut();
  await lapse();
  const [input] = await inputsOf(dead);
  await moveToSelf(fixture, person, input ? [input] : []);
  await growRich(person, 300_000n);
  const anew = await handedOut();
  expect((await stateOf(anew)).state).toBe('awaiting_signature');
  expect(await shared(dead, anew)).toBe(0);
});

test('while the expired one is on its way the new one waits, and ends when that is in a block', async () => {
  const { person, subscriptionId, wish, handedOut } = await buyer([90_000n]);
  const expired = await handedOut();
  await lapse();
  await growRich(person, 300_000n);
  await sendElsewhere(person, expired);
  const anew = await wish();
  const waits = { code: 'EARLIER_TRANSACTION_OPEN' };
  for (let tries = 0; tries < 3; tries++) {
    await expect(fixture.prove(anew)).rejects.toMatchObject(waits);
    fixture.clock.advanceBy(fixture.config.SPELL_RESERVATION_SECONDS * 750);
    await sweepSpells(fixture.services);
  }
  expect(await stateOf(anew)).toEqual({ state: 'queued', errorCode: waits.code });

  // In a block that is not followed yet.
  await fixture.chain.mine();
  await expect(fixture.prove(anew)).rejects.toMatchObject(waits);
  await fixture.follower.run();
  await fixture.prove(anew);
  expect(await stateOf(anew)).toEqual({ state: 'failed', errorCode: 'INPUTS_SPENT' });
  expect(await tokensOf(subscriptionId)).toBe(1);
});

test('an expired one that is sent while it is looked at is not taken for dead', async () => {
  const { person, wish, handedOut } = await buyer([90_000n]);
  const expired = await handedOut();
  const { txid } = await fixture.transaction(expired);
  await lapse();
  await growRich(person, 300_000n);
  const anew = await wish();
  let sent = false;
  const rpc: typeof fixture.rpc = {
    ...fixture.rpc,
    async call(method, params, ...rest) {
      const answer = await fixture.rpc.call<never>(method, params, ...rest);
      if (!sent && method === 'gettxout' && params?.[0] === txid) {
        sent = true;
        await sendElsewhere(person, expired);
      }
      return answer;
    },
  };
  await expect(fixture.prove(anew, { ...fixture.services, rpc })).rejects.toMatchObject({
    code: 'EARLIER_TRANSACTION_OPEN',
  });
  expect(sent).toBe(true);
});

test('while another transaction holds what has to be spent the new one waits', async () => {
  const { person, wish, handedOut } = await buyer([90_000n]);
  const expired = await handedOut();
  await lapse();
  const other = await fixture.wishSubscription(person, plan);
  await fixture.prove(other);
  await growRich(person, 300_000n);
  const anew = await wish();
  await expect(fixture.prove(anew)).rejects.toMatchObject({ code: 'EARLIER_TRANSACTION_OPEN' });
  await cancelSpell(fixture.services, person.scope, other);
  await fixture.prove(anew);
  expect((await stateOf(anew)).state).toBe('awaiting_signature');
  expect(await shared(expired, anew)).toBe(1);
});

test('asking again for an invoice calls off what is on offer for it, and nothing else', async () => {
  const { person, wish } = await buyer([90_000n, 80_000n]);
  const [invoice, another] = [newId('invoice'), newId('invoice')];
  const first = await wish(invoice);
  const beside = await wish(another);
  await fixture.prove(first);
  await fixture.prove(beside);
  await growRich(person, 300_000n);
  const anew = await wish(invoice);
  await fixture.prove(anew);
  expect(await stateOf(first)).toMatchObject({ state: 'expired' });
  expect(await stateOf(beside)).toMatchObject({ state: 'awaiting_signature' });
  expect(await shared(first, anew)).toBe(1);
});
