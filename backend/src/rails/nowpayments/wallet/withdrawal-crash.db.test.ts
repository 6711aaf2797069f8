import { expect, test } from 'vitest';
import type { PersonScope } from '../../../identity/index.ts';
import { approveWithdrawal } from '../../../wallet/withdrawals/approve-withdrawal.ts';
import { requestWithdrawal } from '../../../wallet/withdrawals/request-withdrawal.ts';
import { followWithdrawals } from '../../../wallet/withdrawals/send-withdrawals.job.ts';
import { showWithdrawal } from '../../../wallet/withdrawals/show-withdrawal.ts';
import { type RailServices, useTestRail } from './testing.ts';

const rail = useTestRail({ WALLET_WITHDRAWAL_FEES: 'BTC:1000' });
const FUNDS = 5_000_000n;
const AMOUNT = 1_000_000n;
const FEE = 1_000n;
const MINUTES = 60_000;
const MOST_STEPS = 30;

class Killed extends Error {}

interface Killing {
  readonly services: RailServices;
  died(): boolean;
}

/**
 * Services of a process that dies at its n-th step: before or after a transaction, or a call to the provider. From
 * then on nothing it does has any effect.
 */
function dyingAt(step: number): Killing {
  let steps = 0;
  let dead = false;
  const tick = () => {
    if (dead || steps++ === step) {
      dead = true;
      throw new Killed();
    }
  };
  const guarded =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      tick();
      const result = await work(...args);
      tick();
      return result;
    };
  const { services } = rail;
  const { database, payoutProvider } = services;
  if (!payoutProvider) throw new Error('no provider');
  return {
    died: () => dead,
    services: {
      ...services,
      database: {
        ...database,
        transaction: (work) =>
          guarded(() =>
            database.transaction(async (tx) => {
              const result = await work(tx);
              // Before the commit: nothing of it is kept.
              tick();
              return result;
            }),
          )(),
      },
      payoutProvider: {
        ...payoutProvider,
        create: guarded(payoutProvider.create),
        confirm: guarded(payoutProvider.confirm),
        report: guarded(payoutProvider.report),
        find: guarded(payoutProvider.find),
      },
    },
  };
}

const show = (person: PersonScope, id: string) => showWithdrawal(rail.services.database.client, person, id);

/** One process after the other from the approval to the end; the first dies at that step. */
async function story(step: number): Promise<{ died: boolean }> {
  const { control } = rail.provider;
  // Nothing helps from outside: what is found out is found out by asking.
  control.setIpn({ delivery: 'lost' });
  const person = await rail.wallet.newPerson();
  await rail.wallet.fund(person, 'BTC', FUNDS);
  const { withdrawalId: id } = await requestWithdrawal(rail.services, person, {
    asset: 'btc',
    amount: AMOUNT,
    address: 'bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7',
    idempotencyKey: `crash-${step}`,
  });
  const operator = await rail.wallet.newOperator();
  const killing = dyingAt(step);
  const ignoringDeath = (error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  };
  await approveWithdrawal(killing.services, operator, id).catch(ignoringDeath);
  await rail.work(killing.services).catch(ignoringDeath);
  rail.wallet.clock.advanceBy(3 * MINUTES);
  await followWithdrawals(killing.services).catch(ignoringDeath);

  const ours = () => control.payouts.filter(({ uniqueExternalId }) => uniqueExternalId === id);
  expect(await rail.wallet.balance(person, 'BTC')).toEqual([FUNDS - AMOUNT - FEE, AMOUNT + FEE]);
  expect(ours().length).toBeLessThanOrEqual(1);

  await approveWithdrawal(rail.services, operator, id).catch(() => undefined);
  await rail.work();
  for (let round = 0; round < 12 && (await show(person, id)).status !== 'completed'; round++) {
    rail.wallet.clock.advanceBy(40 * MINUTES);
    await followWithdrawals(rail.services);
    for (const { id: payoutId, status } of ours()) {
      if (status === 'PROCESSING') control.setPayoutStatus(payoutId, 'FINISHED');
    }
    const [available, locked] = await rail.wallet.balance(person, 'BTC');
    const { status } = await show(person, id);
    expect(available).toBe(FUNDS - AMOUNT - FEE);
    expect(locked).toBe(status === 'completed' ? 0n : AMOUNT + FEE);
  }
  expect(await show(person, id)).toMatchObject({ status: 'completed', problem: null });
  // One that was never confirmed the provider has rejected by itself: of all there are, one was paid.
  expect(ours().filter(({ status }) => status === 'FINISHED')).toHaveLength(1);
  return { died: killing.died() };
}

test('a process killed at any step leaves the money in one place, and a later one brings it to its end', async () => {
  let deaths = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { died } = await story(step);
    if (!died) break;
    deaths++;
  }
  // Approval, beginning, asking, keeping the answer, confirming, noting it: each before, in between and after.
  expect(deaths).toBeGreaterThanOrEqual(14);
  expect(deaths).toBeLessThan(MOST_STEPS);
}, 60_000);
