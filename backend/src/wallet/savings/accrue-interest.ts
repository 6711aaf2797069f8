import { recordAudit, systemActor } from '../../compliance/index.ts';
import { type NewPosting, postAll } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { formatDay, utcDay } from '../utc-day.ts';
import {
  type CountedDay,
  enrolAccounts,
  findDueDays,
  lockDueAccounts,
  noteCounted,
  reachByIndex,
} from './accruals.repository.ts';
import { interestOf } from './interest.ts';
import { ratePpmOn } from './savings-rate.ts';
import { listSavingsRates } from './savings-rates.repository.ts';

const BATCH = 2_000;
/** A day is over for us when every transaction that began on it has ended, and the clocks of all servers agree. */
const SETTLING_MS = 10 * 60_000;

type Services = Pick<WalletServices, 'database' | 'clock' | 'currencies'>;

/**
 * Credits the interest of every day that is over and not counted yet, to every savings account, the oldest days first.
 * Money and the day's mark move in one transaction, so each account has each day once, whoever is killed in between;
 * any number of workers share the accounts. Answers with how many days of accounts were counted.
 */
export async function accrueInterest(
  services: Services,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: number } = {},
): Promise<number> {
  const { database, clock } = services;
  await database.transaction(async (tx) => {
    await reachByIndex(tx);
    await enrolAccounts(tx);
  });
  const lastDay = utcDay(new Date(clock.now().getTime() - SETTLING_MS), -1);
  let counted = 0;
  for (;;) {
    const step = await database.transaction((tx) => countBatch(tx, services, lastDay, batch));
    counted += step;
    if (step === 0 || signal?.aborted) return counted;
  }
}

async function countBatch(tx: Tx, services: Services, lastDay: Date, batch: number): Promise<number> {
  await reachByIndex(tx);
  const accounts = await lockDueAccounts(tx, lastDay, batch);
  if (accounts.length === 0) return 0;
  const due = await findDueDays(tx, accounts);
  const rates = await listSavingsRates(tx);
  const days = due.map((each) => ({
    ...each,
    ...interestOf({ ...each, ratePpm: ratePpmOn(rates, each.currency, each.day) }),
  }));
  await noteCounted(tx, days);
  await credit(
    tx,
    services,
    days.filter(({ interest }) => interest > 0n),
  );
  return due.length;
}

async function credit(tx: Tx, services: Services, days: readonly CountedDay[]): Promise<void> {
  if (days.length === 0) return;
  const now = services.clock.now();
  const currencies = [...new Set(days.map(({ currency }) => currency))];
  const ids = await accountIds(
    tx,
    services,
    currencies.map((currency) => platformAccount('interest', currency)),
  );
  const expenses = new Map(currencies.map((currency, index) => [currency, ids[index] ?? '']));
  await postAll(
    tx,
    now,
    days.map((each) => postingOf(each, expenses.get(each.currency) ?? '')),
  );
  await recordEvents(
    tx,
    now,
    [...new Set(days.map(({ personId }) => personId))].map((personId) => ({
      type: 'wallet.updated',
      subjectId: personId,
      personId,
    })),
  );
  const [first] = days;
  if (first === undefined) return;
  const credited = currencies.map((currency) => {
    const sum = days.reduce((all, each) => all + (each.currency === currency ? each.interest : 0n), 0n);
    return [currency, sum.toString()];
  });
  await recordAudit(tx, now, {
    actor: systemActor('savings.accrue'),
    action: 'savings.interest_credited',
    subjectId: formatDay(first.day),
    details: { accounts: days.length, ...Object.fromEntries(credited) },
  });
}

function postingOf({ accountId, currency, day, interest, lowest }: CountedDay, expense: string): NewPosting {
  return {
    key: `savings.interest:${accountId}:${formatDay(day)}`,
    kind: 'savings.interest',
    movements: [{ action: 'transfer', from: expense, to: accountId, amount: interest, currency }],
    // It is there when the next day begins, also when it is credited later: it earns from then on.
    eventAt: utcDay(day, 1),
    metadata: { day: formatDay(day), lowest: lowest.toString() },
  };
}
