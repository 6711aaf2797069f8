import { afterAll, beforeAll, expect, test } from 'vitest';
import { CharmsFixture, PRICE_SATS, PROVER_FEE_SATS } from './testing/charms-fixture.ts';

let fixture: CharmsFixture;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
});
afterAll(() => fixture.stop());

test('a plan is minted: asked for, proved, signed, broadcast, confirmed', async () => {
  const merchant = await fixture.somebody();
  const { transactionId } = await fixture.wishPlan(merchant);
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'queued', spell: null, psbt: null });

  await fixture.prove(transactionId);
  const proved = await fixture.job(transactionId);
  expect(proved).toMatchObject({ state: 'awaiting_signature', proverFeeSats: PROVER_FEE_SATS, attempts: 1 });
  expect(await fixture.reservations(transactionId)).toBe(1);

  await fixture.submit(merchant, transactionId);
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'submitted', signedTx: null });
  const sent = await fixture.transaction(transactionId);
  expect(sent).toMatchObject({ status: 'pending', broadcastAt: fixture.clock.now() });
  expect(await fixture.chain.rpc('getrawmempool')).toContain(sent.txid);

  await fixture.confirm();
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'confirmed' });
  expect(await fixture.reservations(transactionId)).toBe(0);
  expect(await fixture.database.client.charmOutput.findMany()).toMatchObject([
    { tag: 'n', units: 1n, txid: sent.txid, vout: 0, spentByTxid: null },
  ]);
});

test.each(['p2tr', 'p2wpkh'] as const)(
  'a subscriber with %s outputs pays the merchant and receives the token at once',
  async (type) => {
    const plan = await fixture.plan();
    const subscriber = await fixture.somebody([30_000n, 40_000n], type);
    const transactionId = await fixture.wishSubscription(subscriber, plan, 2);
    await fixture.proveAndSubmit(subscriber, transactionId);
    const { txid, feeSats } = await fixture.transaction(transactionId);
    if (txid === null) throw new Error('no txid');
    await fixture.confirm();

    expect(await fixture.unspentSats({ txid, vout: 0 })).toBe(2n * PRICE_SATS);
    expect(await fixture.unspentSats({ txid, vout: 1 })).toBe(1_000n);
    expect(await fixture.unspentSats({ txid, vout: 2 })).toBe(PROVER_FEE_SATS);
    const change = 70_000n - 2n * PRICE_SATS - 1_000n - PROVER_FEE_SATS - (feeSats ?? 0n);
    expect(await fixture.unspentSats({ txid, vout: 4 })).toBe(change);
    const { vsize } = await fixture.chain.rpc<{ vsize: number }>('getrawtransaction', [txid, 1]);
    expect(Number(feeSats) / vsize).toBeGreaterThanOrEqual(2);
    expect(Number(feeSats) / vsize).toBeLessThan(2.2);
    expect(await fixture.database.client.charmOutput.findMany({ where: { txid } })).toMatchObject([
      { tag: 't', units: 2n, vout: 1, planId: plan.planId, merchantId: plan.merchantId },
    ]);
  },
);
