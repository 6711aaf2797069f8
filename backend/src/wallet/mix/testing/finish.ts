import { expect } from 'vitest';
import { applyDepositReport } from '../../deposits/apply-report.ts';
import { followDeposits } from '../../deposits/follow-deposits.ts';
import { openCollections } from '../../express-buy/open-collection.ts';
import { readStatements } from '../../express-buy/receive-lines.ts';
import { settlePendingEntries } from '../../express-buy/settle-entries.ts';
import { reconcileWithdrawal } from '../../withdrawals/reconcile-withdrawal.ts';
import { followWithdrawals } from '../../withdrawals/send-withdrawals.job.ts';
import { ASSETS } from './deposit-world.ts';
import type { World } from './world.ts';

const HOURS = 3_600_000;
const ROUNDS = 12;

/** Everything outside comes to an end and is told of, and everything that is due is done. */
export async function finish(world: World): Promise<void> {
  const { services, wallet, deposits, payouts, operators } = world;
  const { client } = services.database;
  for (const report of deposits.lastReports()) {
    await services.database.transaction((tx) => applyDepositReport(tx, services, 'nowpayments', report));
  }
  await followDeposits(services);
  await openCollections(services);
  await readStatements(services);
  await settlePendingEntries(services);
  for (let round = 0; round < ROUNDS; round++) {
    payouts.finishAll();
    await followWithdrawals(services);
    wallet.clock.advanceBy(HOURS);
  }
  const [operator] = operators;
  // What was tried in vain three times waits for an operator.
  for (const { id } of await client.withdrawal.findMany({ where: { status: 'unknown' } })) {
    const paid = payouts.outcomeOf(id) ?? false;
    if (operator) await reconcileWithdrawal(services, operator, { withdrawalId: id, paid, reason: 'asked' });
  }
  const stuck = { in: ['approved', 'sending', 'sent', 'unknown'] };
  expect(await client.withdrawal.findMany({ where: { status: stuck } })).toEqual([]);
  const pending = { rail: world.bank.name, status: 'pending' };
  expect(await client.fiatEntry.findMany({ where: pending })).toEqual([]);
}

/** What providers and the bank hold for us by their own account is what the product thinks that they hold. */
export async function expectOutsideMatches(world: World): Promise<void> {
  const { deposits, payouts, services, bank, people } = world;
  const { client } = services.database;
  const personId = { in: people.map((person) => person.personId) };
  for (const { currency } of ASSETS) {
    const payments = await client.depositPayment.findMany({ where: { currency, deposit: { personId } } });
    const owed = payments.filter(({ refundedAt }) => refundedAt !== null);
    const booked = sum(payments) - sum(owed);
    expect([currency, booked]).toEqual([currency, deposits.held().get(currency) ?? 0n]);
    const where = { currency, personId, status: 'completed' };
    const withdrawn = await client.withdrawal.findMany({ where });
    const left = withdrawn.reduce((all, { amount }) => all + BigInt(amount.toFixed()), 0n);
    expect([currency, left]).toEqual([currency, payouts.paid().get(currency) ?? 0n]);
  }
  const entries = await client.fiatEntry.findMany({ where: { rail: bank.name } });
  expect(entries.length).toBe(bank.lines.length);
  for (const { externalId, status } of entries.filter(({ kind }) => kind === 'credit')) {
    const isReturned = bank.lines.some(({ returnsId }) => returnsId === externalId);
    const expected = isReturned
      ? ['returned', 'return_due', 'written_off']
      : ['bought', 'credited', 'unmatched', 'dismissed'];
    expect(expected).toContain(status);
  }
}

function sum(payments: readonly { readonly booked: { toFixed(): string } }[]): bigint {
  return payments.reduce((all, { booked }) => all + BigInt(booked.toFixed()), 0n);
}
