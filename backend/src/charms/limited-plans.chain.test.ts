import { decodeData, decodePlanState } from '@charmbills/charms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MerchantScope } from '../identity/index.ts';
import { createTestMerchant } from '../identity/testing.ts';
import { cancelSpell } from './cancel-spell.ts';
import { declineCosignature, submitCosignedTransaction } from './cosign.ts';
import { sweepSpells } from './sweep-spells.ts';
import { CharmsFixture, type MintedPlan, PRICE_SATS, type Somebody } from './testing/charms-fixture.ts';

let fixture: CharmsFixture;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
});
afterAll(() => fixture.stop());

/** A plan with so many periods to sell, and the member who holds its NFT. */
async function limitedPlan(limit: bigint) {
  const member = await fixture.somebody();
  const now = fixture.clock.now();
  const merchant = await createTestMerchant(fixture.database.client, member.scope, { now });
  const plan = await fixture.plan(member, merchant.merchantId, limit);
  return { plan, member, merchant };
}

function wish(person: Somebody, plan: MintedPlan, units = 1): Promise<string> {
  return fixture.wish(person, { ...fixture.mintRequest(plan, units), limited: true }, plan.merchantId);
}

/** A sale that its subscriber has signed. */
async function halfSigned(plan: MintedPlan, units = 1) {
  const subscriber = await fixture.somebody();
  const transactionId = await wish(subscriber, plan, units);
  await fixture.proveAndSubmit(subscriber, transactionId);
  return { subscriber, transactionId };
}

async function cosign(member: Somebody, merchant: MerchantScope, transactionId: string) {
  const { psbt } = await fixture.job(transactionId);
  const signed = member.signer.sign(psbt ?? '');
  await submitCosignedTransaction(fixture.services, merchant, transactionId, signed);
}

/** What is left to sell, by the NFT where the blocks have put it. */
async function left({ planId }: MintedPlan) {
  const nfts = await fixture.database.client.charmOutput.findMany({
    where: { planId, tag: 'n', spentByTxid: null },
  });
  expect(nfts).toHaveLength(1);
  return decodePlanState(decodeData(nfts[0]?.data ?? new Uint8Array())).limit;
}

test('the subscriber signs, the merchant signs, and the limit goes down by what was sold', async () => {
  const { plan, member, merchant } = await limitedPlan(3n);
  const { transactionId } = await halfSigned(plan, 2);
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'awaiting_cosignature' });
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'pending', broadcastAt: null });
  expect(await fixture.reservations(transactionId)).toBe(2);
  const { merchantId } = merchant;
  expect(
    await fixture.database.client.event.count({
      where: { merchantId, subjectId: transactionId, type: 'transaction.cosign_required' },
    }),
  ).toBe(1);

  await cosign(member, merchant, transactionId);
  const { txid } = await fixture.transaction(transactionId);
  expect(await fixture.chain.rpc('getrawmempool')).toContain(txid);
  await fixture.confirm();
  expect(await fixture.transaction(transactionId)).toMatchObject({ status: 'confirmed' });
  expect(await fixture.unspentSats({ txid: txid ?? '', vout: 0 })).toBe(2n * PRICE_SATS);
  expect(await left(plan)).toBe(1n);
  expect(
    await fixture.database.client.charmOutput.findMany({ where: { txid: txid ?? '', tag: 't' } }),
  ).toMatchObject([{ units: 2n, vout: 1 }]);
});

test('the last period sells, and then the plan says that it is sold out', async () => {
  const { plan, member, merchant } = await limitedPlan(1n);
  const { transactionId } = await halfSigned(plan);
  await cosign(member, merchant, transactionId);
  await fixture.confirm();
  expect(await left(plan)).toBe(0n);
  const late = await fixture.somebody();
  const refused = await wish(late, plan);
  await fixture.prove(refused);
  expect(await fixture.job(refused)).toMatchObject({ state: 'failed', errorCode: 'PLAN_LIMITED' });
  expect(await fixture.reservations(refused)).toBe(0);
});

test('of two at once one goes first, and the other goes on by itself from where the NFT is then', async () => {
  const { plan, member, merchant } = await limitedPlan(5n);
  const people = [await fixture.somebody(), await fixture.somebody()];
  const ids = await Promise.all(people.map((person) => wish(person, plan)));
  const tries = await Promise.allSettled(ids.map((id) => fixture.prove(id)));
  expect(tries.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'PLAN_BUSY' } },
  ]);
  const first = tries.findIndex(({ status }) => status === 'fulfilled');
  const [a = '', b = ''] = first === 0 ? ids : [...ids].reverse();
  const [personA, personB] = first === 0 ? people : [...people].reverse();
  if (!personA || !personB) throw new Error('there are two');
  expect(await fixture.job(b)).toMatchObject({ state: 'queued', errorCode: 'PLAN_BUSY' });

  await fixture.submit(personA, a);
  await expect(fixture.prove(b)).rejects.toMatchObject({ code: 'PLAN_BUSY' });
  await cosign(member, merchant, a);
  // The first is on its way: what is left is not known before its block.
  await expect(fixture.prove(b)).rejects.toMatchObject({ code: 'PLAN_BUSY' });
  await fixture.confirm();

  await fixture.proveAndSubmit(personB, b);
  await cosign(member, merchant, b);
  await fixture.confirm();
  expect(await left(plan)).toBe(3n);
});

test('what is not signed in time, called off or declined frees its inputs and its turn', async () => {
  const { plan, merchant } = await limitedPlan(5n);
  const lapsed = await halfSigned(plan);
  fixture.clock.advanceBy(24 * 3_600_000 + 1);
  await sweepSpells(fixture.services);
  expect(await fixture.job(lapsed.transactionId)).toMatchObject({ state: 'expired' });
  expect(await fixture.reservations(lapsed.transactionId)).toBe(0);

  const canceled = await halfSigned(plan);
  await cancelSpell(fixture.services, canceled.subscriber.scope, canceled.transactionId);
  expect(await fixture.job(canceled.transactionId)).toMatchObject({ state: 'expired' });

  const declined = await halfSigned(plan);
  await declineCosignature(fixture.services, merchant, declined.transactionId);
  await declineCosignature(fixture.services, merchant, declined.transactionId);
  expect(await fixture.transaction(declined.transactionId)).toMatchObject({
    status: 'failed',
    failure: 'expired',
  });
  expect(await fixture.reservations(declined.transactionId)).toBe(0);
  await expect(
    submitCosignedTransaction(fixture.services, merchant, declined.transactionId, ''),
  ).rejects.toMatchObject({ code: 'SPELL_JOB_STATE' });
});

test('nothing but the merchant’s signature of that transaction is taken', async () => {
  const { plan, member, merchant } = await limitedPlan(5n);
  const { subscriber, transactionId } = await halfSigned(plan);
  const { psbt } = await fixture.job(transactionId);
  const submit = (text: string, scope = merchant) =>
    submitCosignedTransaction(fixture.services, scope, transactionId, text);
  await expect(submit(psbt ?? '')).rejects.toMatchObject({ code: 'PSBT_INCOMPLETE' });
  await expect(submit(subscriber.signer.sign(psbt ?? ''))).rejects.toMatchObject({ code: 'PSBT_INCOMPLETE' });
  const other = await limitedPlan(5n);
  const elsewhere = await halfSigned(other.plan);
  const foreign = (await fixture.job(elsewhere.transactionId)).psbt ?? '';
  await expect(submit(member.signer.sign(foreign))).rejects.toMatchObject({ code: 'PSBT_MISMATCH' });
  await expect(submit(psbt ?? '', other.merchant)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await cosign(member, merchant, transactionId);
  await cosign(member, merchant, transactionId);
  await fixture.confirm();
  expect(await left(plan)).toBe(4n);
});

test('a sale whose block leaves the chain is not sold, and sells again when it returns', async () => {
  const { plan, member, merchant } = await limitedPlan(2n);
  const { transactionId } = await halfSigned(plan);
  await cosign(member, merchant, transactionId);
  await fixture.confirm();
  expect(await left(plan)).toBe(1n);
  await fixture.unconfirm();
  expect(await left(plan)).toBe(2n);
  await expect(fixture.prove(await wish(await fixture.somebody(), plan))).rejects.toMatchObject({
    code: 'PLAN_BUSY',
  });
  await fixture.confirmAgain();
  expect(await left(plan)).toBe(1n);
});
