import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { setLimit } from '../../compliance/index.ts';
import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import { createTestOperator } from '../../identity/testing.ts';
import { post } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount } from '../accounts/account-names.ts';
import { exchangedAmount } from '../pricing/exchange-terms.ts';
import { createReferralCode } from '../referrals/create-referral-code.ts';
import { sumCommissions } from '../referrals/referrals.repository.ts';
import { useReferralCode } from '../referrals/use-referral-code.ts';
import { useTestWallet } from '../testing.ts';
import { expireExpressBuys } from './expire-express-buys.ts';
import { findOwnBuy } from './express-buy.repository.ts';
import type { ExpressBuy } from './express-buy.ts';
import { findByLines } from './fiat-entry.repository.ts';
import type { FiatEntry } from './fiat-entry.ts';
import { openCollections } from './open-collection.ts';
import { orderExpressBuy } from './order-express-buy.ts';
import type { FiatLine } from './ports.ts';
import { quoteExpressBuy } from './quote-express-buy.ts';
import { readStatements, receiveFiatNotification } from './receive-lines.ts';
import { type EntryResolution, resolveEntry } from './resolve-entry.ts';
import { settlePendingEntries } from './settle-entries.ts';
import { createTestRail, railAway, type TestRail } from './testing.ts';

const wallet = useTestWallet();
const EURO = 100n;
const BTC = 100_000_000n;
let rail: TestRail;
let railCount = 0;
const services = () => ({ ...wallet.services, fiatRails: [rail] });

beforeEach(() => {
  // Each test has a rail, and so a statement, of its own.
  rail = { ...createTestRail(), name: `bank-${++railCount}` };
});

async function quote(person: PersonScope, payAmount = 100n * EURO, toCurrency = 'BTC'): Promise<string> {
  return quoteExpressBuy(services(), person, { fromCurrency: 'EUR', toCurrency, payAmount });
}

const order = (person: PersonScope, buyId: string, idempotencyKey: string = randomUUID()) =>
  orderExpressBuy(services(), person, { buyId, idempotencyKey });

async function show(person: PersonScope, id: string): Promise<ExpressBuy> {
  const buy = await findOwnBuy(wallet.services.database.client, person, id);
  if (!buy) throw new Error('there is a purchase');
  return buy;
}

/** Somebody who has ordered and knows how to pay. */
async function ordered(payAmount?: bigint): Promise<{ person: PersonScope; buy: ExpressBuy }> {
  await wallet.fundPlatform('treasury', 'BTC', BTC);
  const person = await wallet.newPerson();
  const id = await quote(person, payAmount);
  await order(person, id);
  return { person, buy: await show(person, id) };
}

/** Money comes in at the bank. */
function transfer(buy: Pick<ExpressBuy, 'reference' | 'terms'>, changes: Partial<FiatLine> = {}): FiatLine {
  const line: FiatLine = {
    externalId: `line_${randomUUID()}`,
    kind: 'credit',
    returnsId: null,
    reference: buy.reference ?? '',
    currency: 'EUR',
    amount: buy.terms.payAmount,
    bookedAt: wallet.clock.now(),
    ...changes,
  };
  rail.lines.push(line);
  return line;
}

function callBack(line: FiatLine): FiatLine {
  const returned: FiatLine = {
    ...line,
    externalId: `line_${randomUUID()}`,
    kind: 'return',
    returnsId: line.externalId,
    bookedAt: wallet.clock.now(),
  };
  rail.lines.push(returned);
  return returned;
}

const notify = ({ externalId }: FiatLine, signature = 'right') =>
  receiveFiatNotification(services(), rail.name, {
    rawBody: Buffer.from(externalId),
    headers: { signature },
  });

async function entryOf({ externalId }: FiatLine): Promise<FiatEntry> {
  const [entry] = await findByLines(wallet.services.database.client, rail.name, [externalId]);
  if (!entry) throw new Error('the line is known');
  return entry;
}

async function resolve(line: FiatLine, resolution: EntryResolution, expressBuyId?: string): Promise<void> {
  await resolveAs(await wallet.newOperator(), line, resolution, expressBuyId);
}

async function resolveAs(
  operator: OperatorScope,
  line: FiatLine,
  resolution: EntryResolution,
  expressBuyId?: string,
): Promise<void> {
  const { id: entryId } = await entryOf(line);
  const idempotencyKey = randomUUID();
  const ask = { entryId, resolution, expressBuyId, note: 'decided', idempotencyKey };
  await resolveEntry(services(), operator, ask);
}

test('money that comes in time and exact is exchanged as quoted', async () => {
  const { person, buy } = await ordered();
  expect(buy).toMatchObject({ status: 'awaiting_payment', payTo: { iban: 'DE00' } });
  const { terms } = buy;
  const before = {
    custody: await wallet.platformBalance('custody', 'EUR'),
    treasury: await wallet.platformBalance('treasury', 'EUR'),
    fees: await wallet.platformBalance('fees', 'EUR'),
  };
  expect(await notify(transfer(buy))).toBe(true);
  expect(await show(person, buy.id)).toMatchObject({ status: 'completed', creditReason: null });
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
  expect(await wallet.balance(person, 'BTC')).toEqual([terms.receiveAmount, 0n]);
  expect(await wallet.platformBalance('custody', 'EUR')).toBe(before.custody - terms.payAmount);
  expect(await wallet.platformBalance('treasury', 'EUR')).toBe(before.treasury + exchangedAmount(terms));
  expect(await wallet.platformBalance('fees', 'EUR')).toBe(before.fees + terms.feeAmount);
});

test('a line that is told ten times at once, and read in the statement too, is credited once', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy);
  await Promise.all([
    ...Array.from({ length: 10 }, () => notify(line)),
    readStatements(services()),
    settlePendingEntries(services()),
  ]);
  await settlePendingEntries(services());
  expect(await wallet.balance(person, 'BTC')).toEqual([buy.terms.receiveAmount, 0n]);
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
});

test('what no notification told of is found in the statement, page by page, once', async () => {
  const people = [await ordered(), await ordered(), await ordered(), await ordered(), await ordered()];
  for (const { buy } of people) transfer(buy);
  await Promise.all([readStatements(services()), readStatements(services())]);
  await readStatements(services());
  for (const { person, buy } of people) {
    expect(await wallet.balance(person, 'BTC')).toEqual([buy.terms.receiveAmount, 0n]);
  }
});

test('a notification that does not come from the rail is not believed', async () => {
  const { person, buy } = await ordered();
  expect(await notify(transfer(buy), 'wrong')).toBe(false);
  expect((await show(person, buy.id)).status).toBe('awaiting_payment');
});

test.each([
  ['too little', { amount: 99n * EURO }, 'short'],
  ['too much', { amount: 101n * EURO }, 'over'],
  ['another currency', { currency: 'USD' }, 'other_currency'],
] as const)('%s is credited as it came', async (_, changes, reason) => {
  const { person, buy } = await ordered();
  const line = transfer(buy, changes);
  await notify(line);
  expect(await show(person, buy.id)).toMatchObject({ status: 'credited', creditReason: reason });
  expect(await wallet.balance(person, line.currency)).toEqual([line.amount, 0n]);
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
});

test('what comes late, and what comes again, is credited as it came', async () => {
  const { person, buy } = await ordered();
  wallet.clock.advanceTo(new Date(buy.expiresAt.getTime() + 11 * 60_000));
  await expireExpressBuys(services());
  expect((await show(person, buy.id)).status).toBe('expired');
  await notify(transfer(buy));
  expect(await show(person, buy.id)).toMatchObject({ status: 'credited', creditReason: 'late' });
  await notify(transfer(buy, { amount: 5n }));
  expect(await show(person, buy.id)).toMatchObject({ status: 'credited', creditReason: 'again' });
  expect(await wallet.balance(person, 'EUR')).toEqual([buy.terms.payAmount + 5n, 0n]);
});

test('when the stock is gone the money is credited as it came', async () => {
  await wallet.fundPlatform('treasury', 'ETH', 10n ** 18n);
  const people = [await wallet.newPerson(), await wallet.newPerson()];
  const buys = await Promise.all(
    people.map(async (person) => {
      const id = await quote(person, 2_500n * EURO, 'ETH');
      await order(person, id);
      return show(person, id);
    }),
  );
  await Promise.all(buys.map((buy) => notify(transfer(buy))));
  const after = await Promise.all(people.map((person, i) => show(person, buys[i]?.id ?? '')));
  expect(after.map(({ status, creditReason }) => [status, creditReason]).sort()).toEqual([
    ['completed', null],
    ['credited', 'liquidity_short'],
  ]);
  const short = people[after.findIndex(({ status }) => status === 'credited')];
  expect(short && (await wallet.balance(short, 'EUR'))).toEqual([2_500n * EURO, 0n]);
});

test('a purchase that is called back is undone as a whole', async () => {
  const { person, buy } = await ordered();
  const before = await wallet.platformBalance('treasury', 'BTC');
  const line = transfer(buy);
  await notify(line);
  const returned = callBack(line);
  await Promise.all([notify(returned), notify(returned), notify(returned)]);
  expect((await show(person, buy.id)).status).toBe('returned');
  expect((await entryOf(line)).status).toBe('returned');
  expect((await entryOf(returned)).status).toBe('applied');
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
  expect(await wallet.platformBalance('treasury', 'BTC')).toBe(before);
});

test('a return that is heard of before its credit leaves nothing behind', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy);
  const returned = callBack(line);
  await notify(returned);
  expect((await entryOf(returned)).status).toBe('pending');
  await notify(line);
  await settlePendingEntries(services());
  expect([(await entryOf(line)).status, (await entryOf(returned)).status]).toEqual(['returned', 'applied']);
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
});

/** The smallest part of what somebody bought goes to somebody else. */
async function spend(
  from: PersonScope,
  to: PersonScope,
  { currency, amount } = { currency: 'BTC', amount: 1n },
): Promise<void> {
  const { database, clock } = wallet.services;
  await database.transaction(async (tx) => {
    const [source, target] = await accountIds(tx, wallet.services, [
      personAccount(from.personId, currency),
      personAccount(to.personId, currency),
    ]);
    await post(tx, clock.now(), {
      key: `test.spend:${randomUUID()}`,
      kind: 'test.spend',
      movements: [{ action: 'transfer', from: source, to: target, amount, currency }],
    });
  });
}

/** A purchase whose money is called back after the person has sent away what they bought. */
async function spentAndCalledBack() {
  const { person, buy } = await ordered();
  const line = transfer(buy);
  await notify(line);
  const elsewhere = await wallet.newPerson();
  await spend(person, elsewhere);
  await notify(callBack(line));
  expect((await show(person, buy.id)).status).toBe('return_due');
  return { person, buy, line };
}

test('what was spent is due, and can be taken back once it is there again', async () => {
  const { person, buy, line } = await spentAndCalledBack();
  // The rest is not to follow it.
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, buy.terms.receiveAmount - 1n]);
  await expect(resolve(line, 'take_back')).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  await wallet.fund(person, 'BTC', 1n);
  await resolve(line, 'take_back');
  expect((await show(person, buy.id)).status).toBe('returned');
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
});

test('or the treasury bears it', async () => {
  const { person, buy, line } = await spentAndCalledBack();
  const custody = await wallet.platformBalance('custody', 'EUR');
  const treasury = await wallet.platformBalance('treasury', 'BTC');
  await resolve(line, 'write_off');
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
  expect(await wallet.platformBalance('treasury', 'BTC')).toBe(treasury + buy.terms.receiveAmount - 1n);
  expect(await wallet.platformBalance('custody', 'EUR')).toBe(custody + buy.terms.payAmount);
  expect((await show(person, buy.id)).status).toBe('returned');
  await expect(resolve(line, 'take_back')).rejects.toMatchObject({ code: 'FIAT_ENTRY_STATE' });
});

test('money under an unknown reference waits for an operator, who finds whose it is', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy, { reference: 'for my coins' });
  await notify(line);
  expect((await entryOf(line)).status).toBe('unmatched');
  await resolve(line, 'credit', buy.id);
  expect((await entryOf(line)).status).toBe('credited');
  expect(await wallet.balance(person, 'EUR')).toEqual([buy.terms.payAmount, 0n]);
  await expect(resolve(line, 'credit', buy.id)).rejects.toMatchObject({ code: 'FIAT_ENTRY_STATE' });
});

test('or sends it back', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy, { reference: 'nobody knows' });
  await notify(line);
  await resolve(line, 'dismiss');
  await notify(callBack(line));
  expect((await entryOf(line)).status).toBe('returned');
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
});

test('a part that is called back is for an operator', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy);
  await notify(line);
  const part = callBack({ ...line, amount: 1n });
  await notify(part);
  expect((await entryOf(part)).status).toBe('unmatched');
  expect((await show(person, buy.id)).status).toBe('completed');
});

test('a rail that does not answer is asked again under the same order', async () => {
  const person = await wallet.newPerson();
  await wallet.fundPlatform('treasury', 'BTC', BTC);
  const id = await quote(person);
  rail.failures.push(railAway());
  const key = randomUUID();
  await order(person, id, key);
  expect((await show(person, id)).status).toBe('opening');
  await Promise.all([openCollections(services()), order(person, id, key)]);
  expect((await show(person, id)).status).toBe('awaiting_payment');
  expect(new Set(rail.asked.map(({ orderId }) => orderId))).toEqual(new Set([id]));
});

test('a rail that refuses ends the order, and it no longer counts towards the limit', async () => {
  const operator = await wallet.newOperator();
  const limit = { operation: 'express_buy', currency: 'EUR', perOnce: null } as const;
  await setLimit(services(), operator, { ...limit, perDay: 100n * EURO });
  try {
    const person = await wallet.newPerson();
    await wallet.fundPlatform('treasury', 'BTC', BTC);
    const [first, second, third] = [await quote(person), await quote(person), await quote(person)];
    rail.failures.push(new InvalidInputError('amount', 'another'));
    await order(person, first);
    expect((await show(person, first)).status).toBe('refused');
    await order(person, second);
    await expect(order(person, third)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  } finally {
    await setLimit(services(), operator, { ...limit, perDay: null });
  }
});

test('a quote is ordered once, by its person, in time', async () => {
  const person = await wallet.newPerson();
  await wallet.fundPlatform('treasury', 'BTC', BTC);
  const [id, late] = [await quote(person), await quote(person)];
  await expect(order(await wallet.newPerson(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => order(person, id)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(order(person, id)).rejects.toMatchObject({ code: 'QUOTE_USED' });
  wallet.clock.advanceTo((await show(person, late)).expiresAt);
  await expect(order(person, late)).rejects.toMatchObject({ code: 'QUOTE_EXPIRED' });
});

test('nothing is bought with a currency that no bank takes, nor what the platform has not got', async () => {
  const person = await wallet.newPerson();
  const ask = { fromCurrency: 'USDC', toCurrency: 'BTC', payAmount: 100n };
  await expect(quoteExpressBuy(services(), person, ask)).rejects.toMatchObject({
    code: 'EXPRESS_BUY_UNAVAILABLE',
  });
  await expect(quote(person, 100n, 'PYUSD')).rejects.toMatchObject({ code: 'LIQUIDITY_SHORT' });
});

test('in whatever order and however often lines are told, what is kept is what came less what was called back', async () => {
  const payment = fc.record({
    /** What is paid beside what was asked for, in cents. */
    over: fc.constantFrom(0n, 0n, -1n, 1n),
    isReturned: fc.boolean(),
    isUnknown: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    times: fc.integer({ min: 1, max: 3 }),
    returnFirst: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(payment, { minLength: 1, maxLength: 4 }), async (payments) => {
      const custody = await wallet.platformBalance('custody', 'EUR');
      const { person, buy } = await ordered();
      let kept = 0n;
      const told: FiatLine[] = [];
      for (const { over, isReturned, isUnknown, times, returnFirst } of payments) {
        const amount = buy.terms.payAmount + over;
        const line = transfer(buy, { amount, ...(isUnknown ? { reference: 'unknown' } : {}) });
        if (!isReturned && !isUnknown) kept += amount;
        const lines = isReturned ? [line, callBack(line)] : [line];
        if (returnFirst) lines.reverse();
        for (let time = 0; time < times; time++) told.push(...lines);
      }
      await Promise.all([...told.map((line) => notify(line)), readStatements(services())]);
      await settlePendingEntries(services());
      await settlePendingEntries(services());
      expect(custody - (await wallet.platformBalance('custody', 'EUR'))).toBe(kept);
      const entries = await findByLines(
        wallet.services.database.client,
        rail.name,
        told.map(({ externalId }) => externalId),
      );
      expect(entries.filter(({ status }) => status === 'pending')).toEqual([]);
      const bought = entries.filter(({ status }) => status === 'bought').length;
      expect(await wallet.balance(person, 'BTC')).toEqual([BigInt(bought) * buy.terms.receiveAmount, 0n]);
      expect(bought).toBeLessThanOrEqual(1);
    }),
    { numRuns: 12 },
  );
});

test('an operator decides nothing about a purchase of their own', async () => {
  const { person, buy } = await ordered();
  const line = transfer({ ...buy, reference: 'mistyped' });
  await notify(line);
  const self = await createTestOperator(services().database.client, person, wallet.clock.now());
  await expect(resolveAs(self, line, 'credit', buy.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await resolve(line, 'credit', buy.id);
  await wallet.services.database.transaction(async (tx) => {
    const [spent, mine] = await accountIds(tx, services(), [
      personAccount((await wallet.newPerson()).personId, 'EUR'),
      personAccount(person.personId, 'EUR'),
    ]);
    const movement = {
      action: 'transfer' as const,
      from: mine,
      to: spent,
      amount: line.amount,
      currency: 'EUR',
    };
    await post(tx, wallet.clock.now(), { key: randomUUID(), kind: 'test', movements: [movement] });
  });
  await notify(callBack(line));
  expect((await entryOf(line)).status).toBe('return_due');
  for (const resolution of ['take_back', 'write_off'] as const) {
    await expect(resolveAs(self, line, resolution)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('a commission is taken back with the purchase whose fee it was a share of', async () => {
  const { person, buy } = await ordered();
  const referrer = await wallet.newPerson();
  const code = await createReferralCode(services(), referrer);
  await useReferralCode(services(), person, code);
  const line = transfer(buy);
  await notify(line);
  const [total] = await sumCommissions(services().database.client, referrer);
  expect(total).toMatchObject({ currency: 'EUR', count: 1 });
  expect(await wallet.balance(referrer, 'EUR')).toEqual([total?.amount, 0n]);
  await notify(callBack(line));
  expect(await sumCommissions(services().database.client, referrer)).toEqual([]);
  expect(await wallet.balance(referrer, 'EUR')).toEqual([0n, 0n]);
  expect((await show(person, buy.id)).status).toBe('returned');
});

test('nobody keeps what they bought because a referrer has used the commission', async () => {
  const { person, buy } = await ordered();
  const referrer = await wallet.newPerson();
  await useReferralCode(services(), person, await createReferralCode(services(), referrer));
  const line = transfer(buy);
  await notify(line);
  const [share] = await sumCommissions(services().database.client, referrer);
  await spend(referrer, await wallet.newPerson(), { currency: 'EUR', amount: share?.amount ?? 0n });
  await notify(callBack(line));
  await notify(callBack(line));
  expect((await show(person, buy.id)).status).toBe('return_due');
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, buy.terms.receiveAmount]);
  await wallet.fundPlatform('treasury', 'EUR', buy.terms.payAmount);
  await resolve(line, 'write_off');
  expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
  expect((await show(person, buy.id)).status).toBe('returned');
});

test('what came as it was and was used in part is locked, and taken back once it is there again', async () => {
  const { person, buy } = await ordered();
  const line = transfer(buy, { amount: buy.terms.payAmount - 1n });
  await notify(line);
  await spend(person, await wallet.newPerson(), { currency: 'EUR', amount: 5n });
  await notify(callBack(line));
  expect(await wallet.balance(person, 'EUR')).toEqual([0n, line.amount - 5n]);
  await wallet.fund(person, 'EUR', 7n);
  await resolve(line, 'take_back');
  expect(await wallet.balance(person, 'EUR')).toEqual([2n, 0n]);
});
