import { buildSpell, subscriptionApp } from '@charmbills/charms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { broadcast, finalizePsbt } from '../bitcoin/index.ts';
import { readOutdatedMints } from './read-outdated-mints.ts';
import { composeSpell } from './spell/compose-spell.ts';
import { sweepSpells } from './sweep-spells.ts';
import { CharmsFixture, type MintedPlan, PRICE_SATS, type Somebody } from './testing/charms-fixture.ts';
import { castElsewhere, moveToSelf, unspentOf } from './testing/elsewhere.ts';

let fixture: CharmsFixture;
let merchant: Somebody;
let plan: MintedPlan;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  merchant = await fixture.somebody();
  plan = await fixture.plan(merchant);
  fixture.foreignMints.length = 0;
});

/** Signs what waits for its owner and sends it without telling us. Returns the transaction's id on the chain. */
async function sendWithoutUs({ signer }: Somebody, transactionId: string): Promise<string | null> {
  const { psbt, unsignedTx, prevouts } = await fixture.job(transactionId);
  if (!psbt || !unsignedTx || !prevouts) throw new Error('nothing to sign');
  await broadcast(fixture.rpc, finalizePsbt({ psbt: signer.sign(psbt), unsignedTx, prevouts }));
  return (await fixture.transaction(transactionId)).txid;
}

/** A mint made with another client. Returns the transaction's id on the chain. */
async function mintElsewhere(person: Somebody, units: number): Promise<string> {
  const [coin] = await unspentOf(fixture, person);
  if (!coin) throw new Error('no coin');
  const request = fixture.mintRequest(plan, units);
  const spell = composeSpell({
    request,
    ins: [coin.outPoint],
    signerScript: person.signer.script,
    contractVk: plan.app.vk,
    mock: true,
  });
  return castElsewhere(fixture, person, request, spell);
}

const held = (txid: string) => fixture.database.client.charmOutput.findMany({ where: { txid } });

describe('what the wallet sends by itself', () => {
  test('is recognised in the block, with its job', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    await fixture.prove(transactionId);
    await sendWithoutUs(subscriber, transactionId);
    await fixture.confirm();
    expect(await fixture.job(transactionId)).toMatchObject({ state: 'submitted', planCurrent: true });
    expect(await fixture.transaction(transactionId)).toMatchObject({
      status: 'confirmed',
      broadcastAt: null,
    });
    expect(await fixture.reservations(transactionId)).toBe(0);
    expect(fixture.foreignMints).toEqual([]);
  });

  test('is recognised also when it was given up', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    await fixture.prove(transactionId);
    fixture.clock.advanceBy(3_600_000);
    await sweepSpells(fixture.services);
    expect((await fixture.job(transactionId)).state).toBe('expired');
    await sendWithoutUs(subscriber, transactionId);
    await fixture.confirm();
    expect((await fixture.job(transactionId)).state).toBe('submitted');
    expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'confirmed', failure: null });
  });

  test('is flagged when the plan had been spent in an earlier block, and not when in the same', async () => {
    const ids: string[] = [];
    for (const spentBefore of [true, false]) {
      const subscriber = await fixture.somebody();
      const own = await fixture.plan(merchant);
      const transactionId = await fixture.wishSubscription(subscriber, own);
      await fixture.prove(transactionId);
      await moveToSelf(fixture, merchant, [own.nft], 400n);
      if (spentBefore) await fixture.confirm();
      await sendWithoutUs(subscriber, transactionId);
      await fixture.confirm();
      expect((await fixture.job(transactionId)).planCurrent).toBe(!spentBefore);
      const { merchantId } = own;
      const outdated = await readOutdatedMints(fixture.database.client, merchantId, [transactionId]);
      expect([...outdated]).toEqual(spentBefore ? [transactionId] : []);
      ids.push(transactionId);
    }
    expect(await readOutdatedMints(fixture.database.client, 'mer_other', ids)).toEqual(new Set());
  });
});

test('what waits for a signature fails when its inputs are spent otherwise, and frees the others', async () => {
  const subscriber = await fixture.somebody([30_000n, 20_000n]);
  const transactionId = await fixture.wishSubscription(subscriber, plan);
  await fixture.prove(transactionId);
  expect(await fixture.reservations(transactionId)).toBe(2);
  const [coin] = await unspentOf(fixture, subscriber);
  if (!coin) throw new Error('no coin');
  await moveToSelf(fixture, subscriber, [coin.outPoint]);
  await fixture.confirm();
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'failed', errorCode: 'INPUTS_SPENT' });
  expect(await fixture.transaction(transactionId)).toMatchObject({
    status: 'failed',
    failure: 'double_spent',
  });
  expect(await fixture.reservations(transactionId)).toBe(0);
});

describe('holdings', () => {
  test('a token that moves on is marked spent, and held by whoever has it now', async () => {
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan, 3);
    await fixture.proveAndSubmit(subscriber, transactionId);
    await fixture.confirm();
    const { txid } = await fixture.transaction(transactionId);
    expect(await held(txid ?? '')).toMatchObject([{ units: 3n, spentByTxid: null }]);

    const burnt = await moveToSelf(fixture, subscriber, [{ txid: txid ?? '', vout: 1 }], 400n);
    await fixture.confirm();
    expect(await held(txid ?? '')).toMatchObject([
      { spentByTxid: burnt, spentAtHeight: await fixture.chain.height() },
    ]);
    expect(await held(burnt)).toEqual([]);
  });

  test('a block that leaves the chain takes back what it did', async () => {
    const { nft } = plan;
    const subscriber = await fixture.somebody();
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    await fixture.proveAndSubmit(subscriber, transactionId);
    const spent = await moveToSelf(fixture, merchant, [nft], 400n);
    await fixture.confirm();
    const { txid } = await fixture.transaction(transactionId);
    expect(await held(nft.txid)).toMatchObject([{ spentByTxid: spent }]);
    expect(await held(txid ?? '')).toHaveLength(1);

    await fixture.unconfirm();
    expect(await held(nft.txid)).toMatchObject([{ spentByTxid: null, spentAtHeight: null }]);
    expect(await held(txid ?? '')).toEqual([]);
    expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'pending' });

    await fixture.confirmAgain();
    expect(await held(nft.txid)).toMatchObject([{ spentByTxid: spent }]);
    expect(await held(txid ?? '')).toHaveLength(1);
  });
});

describe('a mint made elsewhere', () => {
  test('is recorded as a transaction, and told of with all that it takes to credit it', async () => {
    const person = await fixture.somebody();
    const txid = await mintElsewhere(person, 2);
    await fixture.confirm();
    const row = await fixture.database.client.chainTransaction.findFirstOrThrow({ where: { txid } });
    expect(row).toMatchObject({
      merchantId: plan.merchantId,
      planId: plan.planId,
      kind: 'subscription_mint',
      status: 'confirmed',
      personId: null,
      amountSats: 2n * PRICE_SATS,
    });
    expect(fixture.foreignMints).toEqual([
      {
        merchantId: plan.merchantId,
        planId: plan.planId,
        transactionId: row.id,
        recipientScript: person.signer.script,
        units: 2n,
        paidSats: 2n * PRICE_SATS,
        planStateCurrent: true,
        blockTime: row.blockTime,
      },
    ]);
    expect(await held(txid)).toMatchObject([{ tag: 't', units: 2n }]);
  });

  test('is told of once, also when its block leaves the chain and it comes back', async () => {
    const txid = await mintElsewhere(await fixture.somebody(), 1);
    await fixture.confirm();
    await fixture.unconfirm();
    expect(await held(txid)).toEqual([]);
    await fixture.confirmAgain();
    expect(fixture.foreignMints).toHaveLength(1);
    expect(await held(txid)).toHaveLength(1);
    const rows = await fixture.database.client.chainTransaction.findMany({ where: { txid } });
    expect(rows).toMatchObject([{ status: 'confirmed' }]);
  });

  test('counts as outdated when it refers to a state of the plan that was over', async () => {
    const person = await fixture.somebody();
    await moveToSelf(fixture, merchant, [plan.nft], 400n);
    await fixture.confirm();
    await mintElsewhere(person, 1);
    await fixture.confirm();
    expect(fixture.foreignMints).toMatchObject([{ units: 1n, planStateCurrent: false }]);
  });

  test('counts what is new: moving units is none, and of several recipients the one who gets most is told', async () => {
    const person = await fixture.somebody();
    const token = subscriptionApp(plan.app.identity, plan.app.vk);
    const first = await mintElsewhere(person, 3);
    await fixture.confirm();
    fixture.foreignMints.length = 0;

    const friend = await fixture.somebody([]);
    const coin = async () => (await unspentOf(fixture, person))[0]?.outPoint ?? { txid: '', vout: 0 };
    const toFriend = (units: bigint) => ({
      coin: { amountSats: 1_000n, dest: friend.signer.script },
      charms: [[token, units] as const],
    });
    const moved = await castElsewhere(
      fixture,
      person,
      undefined,
      buildSpell({ ins: [{ txid: first, vout: 1 }, await coin()], outs: [toFriend(3n)], mock: true }),
    );
    await fixture.confirm();
    expect(fixture.foreignMints).toEqual([]);
    expect(await held(moved)).toMatchObject([{ units: 3n, vout: 0 }]);

    const payment = { coin: { amountSats: 3n * PRICE_SATS, dest: plan.payout.script } };
    const own = { coin: { amountSats: 1_000n, dest: person.signer.script }, charms: [[token, 1n] as const] };
    await castElsewhere(
      fixture,
      person,
      fixture.mintRequest(plan),
      buildSpell({ ins: [await coin()], refs: [plan.nft], outs: [payment, own, toFriend(2n)], mock: true }),
    );
    await fixture.confirm();
    expect(fixture.foreignMints).toMatchObject([
      { recipientScript: friend.signer.script, units: 2n, paidSats: 3n * PRICE_SATS },
    ]);
  });

  test('is nothing when its proof does not hold', async () => {
    const person = await fixture.somebody();
    fixture.prover.control.lie('bad-proof');
    const txid = await mintElsewhere(person, 1);
    fixture.prover.control.lie(null);
    await fixture.confirm();
    expect(await fixture.chain.rpc('gettxout', [txid, 1])).not.toBeNull();
    expect(fixture.foreignMints).toEqual([]);
    expect(await held(txid)).toEqual([]);
    expect(await fixture.database.client.chainTransaction.count({ where: { txid } })).toBe(0);
  });
});
