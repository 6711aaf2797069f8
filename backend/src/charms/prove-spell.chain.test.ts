import { decodeSpell, formatOutPoint } from '@charmbills/charms';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { scriptToAddress } from '../bitcoin/index.ts';
import { createTestPerson } from '../identity/testing.ts';
import type { AppBinaries } from './app-binaries.ts';
import { cancelSpell } from './cancel-spell.ts';
import { AppBinaryUnknownError } from './charms.errors.ts';
import type { ProverClient } from './prover/prover-client.ts';
import { UNSENT_LIMIT } from './request-spell.ts';
import { composeSpell } from './spell/compose-spell.ts';
import type { PlanMint } from './spell/spell-request.ts';
import { CharmsFixture, type MintedPlan, PRICE_SATS, type Somebody } from './testing/charms-fixture.ts';
import { castElsewhere, moveToSelf, unspentOf } from './testing/elsewhere.ts';

let fixture: CharmsFixture;
let plan: MintedPlan;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  plan = await fixture.plan();
});
afterAll(() => fixture.stop());
afterEach(() => {
  fixture.prover.control.lie(null);
  fixture.prover.control.failNext(0);
});

async function wished(amounts?: bigint[]): Promise<{ subscriber: Somebody; transactionId: string }> {
  const subscriber = await fixture.somebody(amounts);
  return { subscriber, transactionId: await fixture.wishSubscription(subscriber, plan) };
}

/** Nothing to sign, nothing reserved, and the transaction has failed for good. */
async function expectGivenUp(transactionId: string): Promise<void> {
  expect(await fixture.job(transactionId)).toMatchObject({ state: 'failed', psbt: null, unsignedTx: null });
  expect(await fixture.transaction(transactionId)).toMatchObject({
    status: 'failed',
    failure: 'unbuildable',
    txid: null,
  });
  expect(await fixture.reservations(transactionId)).toBe(0);
}

describe('a prover that lies is caught before anybody signs', () => {
  test.each([
    ['other-script', 'coins'],
    ['lower-amount', 'coins'],
    ['other-change', 'change'],
    ['extra-input', 'inputs'],
    ['altered-spell', 'spell_changed'],
    ['bad-proof', 'proof'],
    ['absurd-fee', 'fee_too_high'],
    ['absurd-prover-fee', 'prover_fee'],
    ['no-spell', 'spell_missing'],
    ['not-hex', 'not_a_transaction'],
    ['not-json', 'not_a_transaction'],
    ['two-transactions', 'not_a_transaction'],
    ['no-transaction', 'not_a_transaction'],
  ] as const)('%s', async (lie, difference) => {
    const { transactionId } = await wished();
    fixture.prover.control.lie(lie);
    await fixture.prove(transactionId);
    const { errorCode, errorMessage } = await fixture.job(transactionId);
    expect(errorCode).toBe('PROVER_ANSWER_WRONG');
    expect(errorMessage).toContain(difference);
    await expectGivenUp(transactionId);
  });
});

test('a prover that is away leaves the job as it was, with the reason, and is asked the same again', async () => {
  const { transactionId } = await wished();
  fixture.prover.control.failNext(2);
  for (const attempts of [1, 2]) {
    await expect(fixture.prove(transactionId)).rejects.toMatchObject({ code: 'PROVER_UNAVAILABLE' });
    expect(await fixture.job(transactionId)).toMatchObject({
      state: 'proving',
      attempts,
      errorCode: 'PROVER_UNAVAILABLE',
    });
  }
  const { spell } = await fixture.job(transactionId);
  await fixture.prove(transactionId);
  const proved = await fixture.job(transactionId);
  expect(proved).toMatchObject({ state: 'awaiting_signature', attempts: 3, errorCode: null });
  expect(proved.spell).toEqual(spell);
});

test('a connection that breaks is a prover that is away', async () => {
  const { transactionId } = await wished();
  fixture.prover.control.lie('close-connection');
  await expect(fixture.prove(transactionId)).rejects.toMatchObject({ code: 'PROVER_UNAVAILABLE' });
  expect((await fixture.job(transactionId)).state).toBe('proving');
});

test('what the prover refuses fails at once, with its reason', async () => {
  const subscriber = await fixture.somebody();
  const cheap = { ...fixture.mintRequest(plan), priceSats: PRICE_SATS - 1n };
  const transactionId = await fixture.wish(subscriber, cheap, plan.merchantId);
  await fixture.prove(transactionId);
  const { errorCode, errorMessage, attempts } = await fixture.job(transactionId);
  expect({ errorCode, attempts }).toEqual({ errorCode: 'PROVER_REFUSED', attempts: 1 });
  expect(errorMessage).toMatch(/^The prover refuses the spell: .{10,}/);
  await expectGivenUp(transactionId);
});

test('off regtest no mock is asked for, and one that comes anyway is refused', async () => {
  const { signer } = await fixture.somebody();
  const address = scriptToAddress(signer.script, 'testnet4') ?? '';
  const scope = await fixture.database.transaction((tx) =>
    createTestPerson(tx, { address, now: fixture.clock.now() }),
  );
  const { prover, utxos } = fixture.services;
  const mocksAnyway: ProverClient = {
    ...prover,
    prove: (request) =>
      prover.prove({ ...request, spell: { ...request.spell, mock: true }, changeAddress: signer.address }),
  };
  const publicNetwork = {
    ...fixture.services,
    config: { ...fixture.config, BITCOIN_NETWORK: 'testnet4' as const },
    utxos: { ...utxos, listUnspent: () => utxos.listUnspent(signer.address) },
  };
  const wish = { scope, signer, services: publicNetwork };

  const honest = await fixture.wish(wish, fixture.mintRequest(plan), plan.merchantId);
  await fixture.prove(honest, publicNetwork);
  const refused = await fixture.job(honest);
  expect(refused.errorCode).toBe('PROVER_REFUSED');
  expect(refused.spell && decodeSpell(refused.spell).mock).toBeUndefined();

  const mocked = await fixture.wish(wish, fixture.mintRequest(plan), plan.merchantId);
  await fixture.prove(mocked, { ...publicNetwork, prover: mocksAnyway });
  const { errorCode, errorMessage } = await fixture.job(mocked);
  expect(errorCode).toBe('PROVER_ANSWER_WRONG');
  expect(errorMessage).toContain('spell_changed');
  await expectGivenUp(mocked);
});

test('a contract that is not installed is named, and nobody is asked', async () => {
  const { transactionId } = await wished();
  const { requests } = fixture.prover.control;
  const appBinaries: AppBinaries = {
    ...fixture.services.appBinaries,
    binaryOf: (vk) => {
      throw new AppBinaryUnknownError(vk);
    },
  };
  await fixture.prove(transactionId, { ...fixture.services, appBinaries });
  expect((await fixture.job(transactionId)).errorCode).toBe('APP_BINARY_UNKNOWN');
  expect(fixture.prover.control.requests).toBe(requests);
  await expectGivenUp(transactionId);
});

describe('funding', () => {
  test('an address without enough is told what is there and what is needed', async () => {
    const { transactionId } = await wished([20_000n]);
    await fixture.prove(transactionId);
    const { errorCode, errorMessage } = await fixture.job(transactionId);
    expect(errorCode).toBe('FUNDS_INSUFFICIENT');
    expect(errorMessage).toMatch(/holds 20000 spendable sats; 3\d{4} are needed/);
    await expectGivenUp(transactionId);
  });

  test('an output that is not confirmed does not count', async () => {
    const subscriber = await fixture.somebody([]);
    await fixture.chain.fundAddress(subscriber.signer.address, 100_000n, { confirm: false });
    const transactionId = await fixture.wishSubscription(subscriber, plan);
    await fixture.prove(transactionId);
    expect((await fixture.job(transactionId)).errorCode).toBe('FUNDS_INSUFFICIENT');
  });

  test('two jobs that want the same outputs get different ones', async () => {
    const subscriber = await fixture.somebody([80_000n, 70_000n]);
    const [first, second] = await Promise.all([
      fixture.wishSubscription(subscriber, plan),
      fixture.wishSubscription(subscriber, plan),
    ]);
    await Promise.all([fixture.prove(first), fixture.prove(second)]);
    const jobs = [await fixture.job(first), await fixture.job(second)];
    expect(jobs.map(({ state }) => state)).toEqual(['awaiting_signature', 'awaiting_signature']);
    const amounts = jobs.flatMap(({ prevouts }) => (prevouts ?? []).map(({ amountSats }) => amountSats));
    expect(amounts.sort()).toEqual([70_000n, 80_000n]);
  });

  test('where there is only one output, the job that comes second is refused', async () => {
    const subscriber = await fixture.somebody([80_000n]);
    const ids = [
      await fixture.wishSubscription(subscriber, plan),
      await fixture.wishSubscription(subscriber, plan),
    ];
    await Promise.all(ids.map((id) => fixture.prove(id)));
    const states = await Promise.all(ids.map(async (id) => (await fixture.job(id)).state));
    expect(states.sort()).toEqual(['awaiting_signature', 'failed']);
  });

  test('the same job run twice at once is done once', async () => {
    const { transactionId } = await wished([80_000n]);
    await Promise.all([fixture.prove(transactionId), fixture.prove(transactionId)]);
    expect((await fixture.job(transactionId)).state).toBe('awaiting_signature');
    expect(await fixture.reservations(transactionId)).toBe(1);
  });

  test('an output that carries a charm is never spent, even where it is the largest', async () => {
    const owner = await fixture.somebody([300_000n]);
    const [coin] = await unspentOf(fixture, owner);
    if (!coin) throw new Error('no coin');
    const request: PlanMint = {
      kind: 'plan_mint',
      planId: 'plan_elsewhere',
      state: {
        name: 'Elsewhere',
        priceSats: 1_000n,
        periodSeconds: 60n,
        merchantScript: owner.signer.script,
        limit: null,
      },
    };
    const spell = composeSpell({
      request,
      ins: [coin.outPoint],
      signerScript: owner.signer.script,
      contractVk: plan.app.vk,
      distinction: 199_000n,
      mock: true,
    });
    const txid = await castElsewhere(fixture, owner, request, spell);
    await fixture.chain.mine();
    const [charmed, change] = await unspentOf(fixture, owner);
    expect(charmed).toMatchObject({ outPoint: { txid, vout: 0 }, amountSats: 200_000n });

    const transactionId = await fixture.wishSubscription(owner, plan);
    await fixture.prove(transactionId);
    const { state, prevouts } = await fixture.job(transactionId);
    expect(state).toBe('awaiting_signature');
    expect(prevouts?.map(({ amountSats }) => amountSats)).toEqual([change?.amountSats]);
    const inputs = await fixture.database.client.chainInput.findMany({ where: { transactionId } });
    expect(inputs.map(formatOutPoint)).not.toContain(`${txid}:0`);
  });
});

test('a plan whose NFT is gone ends the job before a proof is asked for', async () => {
  const owner = await fixture.somebody();
  const moved = await fixture.plan(owner);
  await moveToSelf(fixture, owner, [moved.nft], 400n);
  const { scope } = await fixture.somebody();
  const transactionId = await fixture.wish(
    { scope, signer: owner.signer },
    fixture.mintRequest(moved),
    moved.merchantId,
  );
  await fixture.prove(transactionId);
  expect(await fixture.job(transactionId)).toMatchObject({ errorCode: 'PLAN_OUTDATED', attempts: 0 });
  await expectGivenUp(transactionId);
});

describe('what one person may have begun and not sent is limited', () => {
  test('and calling off what the prover works on makes no room at once', async () => {
    const person = await fixture.somebody([90_000n]);
    const call = async () => {
      const transactionId = await fixture.wishSubscription(person, plan);
      await fixture.prove(transactionId);
      await cancelSpell(fixture.services, person.scope, transactionId);
    };
    for (let begun = 0; begun < UNSENT_LIMIT; begun++) await call();
    const refused = { code: 'UNSENT_LIMIT', limit: UNSENT_LIMIT };
    await expect(call()).rejects.toMatchObject(refused);
    fixture.clock.advanceBy(fixture.config.PROVER_TIMEOUT_SECONDS * 1_000 + 1);
    await call();
    await wished();
  });

  test('also for those who begin many at the same instant', async () => {
    const person = await fixture.somebody([]);
    const wishes = Array.from({ length: UNSENT_LIMIT + 3 }, () => fixture.wishSubscription(person, plan));
    const begun = (await Promise.allSettled(wishes)).filter(({ status }) => status === 'fulfilled');
    expect(begun).toHaveLength(UNSENT_LIMIT);
  });

  test('and what ended before the prover was asked, or is sent, counts no more', async () => {
    const poor = await fixture.somebody([]);
    for (let begun = 0; begun < UNSENT_LIMIT; begun++) {
      await fixture.prove(await fixture.wishSubscription(poor, plan));
    }
    const rich = await fixture.somebody(Array.from({ length: UNSENT_LIMIT }, () => 60_000n));
    for (let begun = 0; begun < UNSENT_LIMIT; begun++) {
      await fixture.proveAndSubmit(rich, await fixture.wishSubscription(rich, plan));
    }
    for (const person of [poor, rich]) await fixture.wishSubscription(person, plan);
  });
});
