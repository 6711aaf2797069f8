import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { accountsOf } from '../../ledger/index.ts';
import { newId } from '../../platform/ids.ts';
import { PLATFORM } from '../accounts/account-names.ts';
import { exchangedAmount } from '../pricing/exchange-terms.ts';
import type { ExchangeRequest } from '../pricing/quote-exchange.ts';
import { useTestWallet } from '../testing.ts';
import { acceptSwap } from './accept-swap.ts';
import { pruneQuotesJob } from './prune-quotes.job.ts';
import { quoteSwap } from './quote-swap.ts';
import { listOwnSwaps } from './swap.repository.ts';

const wallet = useTestWallet();
const BTC = 100_000_000n;
const USDC = 1_000_000n;

const quote = (person: PersonScope, request: ExchangeRequest) => quoteSwap(wallet.services, person, request);
const accept = (person: PersonScope, quoteId: string, idempotencyKey: string = randomUUID()) =>
  acceptSwap(wallet.services, person, { quoteId, idempotencyKey });
const sell = (payAmount: bigint): ExchangeRequest => ({
  fromCurrency: 'BTC',
  toCurrency: 'USDC',
  payAmount,
});

async function funded(amount: bigint, currency = 'BTC'): Promise<PersonScope> {
  const person = await wallet.newPerson();
  await wallet.fund(person, currency, amount);
  await wallet.fundPlatform('treasury', 'USDC', 1_000_000n * USDC);
  return person;
}

/** Everything that a person and the platform have of a currency. */
async function whole(person: PersonScope, currency: string): Promise<bigint> {
  const platform = (await accountsOf(wallet.services.database.client, PLATFORM))
    .filter((account) => account.currency === currency && account.kind !== 'opening')
    .reduce((sum, { balance }) => sum + balance, 0n);
  return platform + (await wallet.balance(person, currency))[0];
}

test('a swap moves what the quote says, and fee and spread stay with the platform', async () => {
  const person = await funded(BTC);
  const before = {
    fees: await wallet.platformBalance('fees', 'BTC'),
    stock: await wallet.platformBalance('treasury', 'BTC'),
    dollars: await wallet.platformBalance('treasury', 'USDC'),
  };
  const { id, terms } = await quote(person, sell(BTC / 10n));
  await accept(person, id);
  expect(await wallet.balance(person, 'BTC')).toEqual([BTC - BTC / 10n, 0n]);
  expect(await wallet.balance(person, 'USDC')).toEqual([terms.receiveAmount, 0n]);
  expect(await wallet.platformBalance('fees', 'BTC')).toBe(before.fees + terms.feeAmount);
  expect(await wallet.platformBalance('treasury', 'BTC')).toBe(before.stock + exchangedAmount(terms));
  expect(await wallet.platformBalance('treasury', 'USDC')).toBe(before.dollars - terms.receiveAmount);
  const [swap] = await listOwnSwaps(wallet.services.database.client, person, {
    first: 1,
    take: 2,
    beforeId: undefined,
  });
  expect(swap?.terms).toEqual(terms);
});

test('an amount wanted is got exactly', async () => {
  const person = await funded(BTC);
  const { id } = await quote(person, {
    fromCurrency: 'BTC',
    toCurrency: 'USDC',
    receiveAmount: 123_456_789n,
  });
  await accept(person, id);
  expect(await wallet.balance(person, 'USDC')).toEqual([123_456_789n, 0n]);
});

test('whoever brought the person gets their share of the fee in the same posting', async () => {
  const person = await funded(BTC);
  const referrer = await wallet.newPerson();
  await wallet.services.database.client.referral.create({
    data: {
      id: newId('referral'),
      personId: person.personId,
      referrerId: referrer.personId,
      createdAt: wallet.clock.now(),
    },
  });
  const before = await wallet.platformBalance('fees', 'BTC');
  const { id, terms } = await quote(person, sell(BTC));
  await accept(person, id);
  const share = terms.feeAmount / 5n;
  expect(await wallet.balance(referrer, 'BTC')).toEqual([share, 0n]);
  expect(await wallet.platformBalance('fees', 'BTC')).toBe(before + terms.feeAmount - share);
});

test('the same request ten times at once is one swap', async () => {
  const person = await funded(BTC);
  const { id } = await quote(person, sell(1_000_000n));
  const key = randomUUID();
  const ids = await Promise.all(Array.from({ length: 10 }, () => accept(person, id, key)));
  expect(new Set(ids).size).toBe(1);
  expect(await wallet.balance(person, 'BTC')).toEqual([BTC - 1_000_000n, 0n]);
});

test('two acceptances at once under different keys are one swap', async () => {
  const person = await funded(BTC);
  const { id } = await quote(person, sell(1_000_000n));
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => accept(person, id)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'QUOTE_USED' });
  }
  expect(await wallet.balance(person, 'BTC')).toEqual([BTC - 1_000_000n, 0n]);
});

test('two swaps that only one payment covers: one of them goes through', async () => {
  const person = await funded(1_000_000n);
  const quotes = await Promise.all([quote(person, sell(1_000_000n)), quote(person, sell(1_000_000n))]);
  const outcomes = await Promise.allSettled(quotes.map(({ id }) => accept(person, id)));
  const codes = outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : 'done')).sort();
  expect(codes).toEqual(['INSUFFICIENT_FUNDS', 'done']);
});

test('a quote is good until the instant it expires', async () => {
  const person = await funded(BTC);
  const [first, second] = await Promise.all([quote(person, sell(1_000n)), quote(person, sell(1_000n))]);
  wallet.clock.advanceTo(new Date(first.expiresAt.getTime() - 1));
  await accept(person, first.id);
  wallet.clock.advanceTo(second.expiresAt);
  await expect(accept(person, second.id)).rejects.toMatchObject({ code: 'QUOTE_EXPIRED' });
  await expect(accept(person, first.id)).rejects.toMatchObject({ code: 'QUOTE_USED' });
});

test('the rate of a quote holds whatever the market does', async () => {
  const person = await funded(BTC);
  const { id, terms } = await quote(person, sell(BTC));
  wallet.prices.BTC = 50_000n;
  try {
    await accept(person, id);
    expect(await wallet.balance(person, 'USDC')).toEqual([terms.receiveAmount, 0n]);
  } finally {
    wallet.prices.BTC = 100_000n;
  }
});

test('a quote of somebody else is not there', async () => {
  const { id } = await quote(await funded(BTC), sell(1_000n));
  const other = await funded(BTC);
  await expect(accept(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what the platform has not got is not quoted, and its stock is not told', async () => {
  const person = await funded(BTC);
  const request = { fromCurrency: 'BTC', toCurrency: 'PYUSD', payAmount: 1_000n };
  const error: unknown = await quote(person, request).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'LIQUIDITY_SHORT', facts: { currency: 'PYUSD' } });
});

test('a stock that is gone when the quote is accepted moves nothing', async () => {
  const person = await funded(BTC);
  await wallet.fundPlatform('treasury', 'ETH', 10n ** 18n);
  const request = { fromCurrency: 'BTC', toCurrency: 'ETH', receiveAmount: 6n * 10n ** 17n };
  const quotes = await Promise.all([quote(person, request), quote(person, request)]);
  const outcomes = await Promise.allSettled(quotes.map(({ id }) => accept(person, id)));
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused).toMatchObject([{ code: 'LIQUIDITY_SHORT', facts: { currency: 'ETH' } }]);
  expect(await wallet.balance(person, 'ETH')).toEqual([6n * 10n ** 17n, 0n]);
  // Nothing was used up: once there is stock again, within its time, the other is accepted too.
  await wallet.fundPlatform('treasury', 'ETH', 10n ** 18n);
  const left = quotes.find((_, index) => outcomes[index]?.status === 'rejected');
  await accept(person, left?.id ?? '');
  expect(await wallet.balance(person, 'ETH')).toEqual([12n * 10n ** 17n, 0n]);
});

test('swaps count towards their limit', async () => {
  const person = await funded(BTC, 'EUR');
  const request = { fromCurrency: 'EUR', toCurrency: 'USDC', payAmount: 60n };
  const operator = await wallet.newOperator();
  await setLimit(wallet.services, operator, {
    operation: 'swap',
    currency: 'EUR',
    perOnce: null,
    perDay: 100n,
  });
  await accept(person, (await quote(person, request)).id);
  const second = await quote(person, request);
  await expect(accept(person, second.id)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(await wallet.balance(person, 'EUR')).toEqual([BTC - 60n, 0n]);
});

test.each<[string, ExchangeRequest, string]>([
  ['the same currency', { fromCurrency: 'BTC', toCurrency: 'BTC', payAmount: 1n }, 'SAME_CURRENCY'],
  ['nothing', { fromCurrency: 'BTC', toCurrency: 'USDC', payAmount: 0n }, 'INVALID_INPUT'],
  ['less than nothing', { fromCurrency: 'BTC', toCurrency: 'USDC', receiveAmount: -1n }, 'INVALID_INPUT'],
  ['neither amount', { fromCurrency: 'BTC', toCurrency: 'USDC' }, 'INVALID_INPUT'],
  ['both', { fromCurrency: 'BTC', toCurrency: 'USDC', payAmount: 1n, receiveAmount: 1n }, 'INVALID_INPUT'],
  ['dust', { fromCurrency: 'ETH', toCurrency: 'USD', payAmount: 1_000n }, 'AMOUNT_TOO_SMALL'],
  ['an unknown currency', { fromCurrency: 'DOGE', toCurrency: 'BTC', payAmount: 1n }, 'CURRENCY_UNKNOWN'],
  ['more than can be', { fromCurrency: 'BTC', toCurrency: 'ETH', payAmount: 10n ** 37n }, 'INVALID_INPUT'],
])('refused: %s', async (_, request, code) => {
  await expect(quote(await wallet.newPerson(), request)).rejects.toMatchObject({ code });
});

test('without a rate there is no quote', async () => {
  const person = await funded(BTC);
  const { BTC: price } = wallet.prices;
  delete wallet.prices.BTC;
  wallet.clock.advanceBy(3_600_000);
  try {
    await expect(quote(person, sell(1_000n))).rejects.toMatchObject({ code: 'RATE_UNAVAILABLE' });
  } finally {
    wallet.prices.BTC = price ?? 0n;
    wallet.clock.advanceBy(60_000);
  }
});

test('quotes that nobody accepted are forgotten, the others stay', async () => {
  const person = await funded(BTC);
  const [used, unused] = await Promise.all([quote(person, sell(1_000n)), quote(person, sell(1_000n))]);
  await accept(person, used.id);
  const prune = () =>
    pruneQuotesJob(wallet.services).handler({}, { signal: new AbortController().signal, jobId: '' });
  const count = (id: string) => wallet.services.database.client.swapQuote.count({ where: { id } });
  await prune();
  expect(await count(unused.id)).toBe(1);
  wallet.clock.advanceBy(2 * 3_600_000);
  await prune();
  expect([await count(used.id), await count(unused.id)]).toEqual([1, 0]);
});

test('whatever is swapped, in whatever order and however often at once, nothing is made or lost', async () => {
  const step = fc.record({
    currencies: fc.constantFrom(
      { fromCurrency: 'BTC', toCurrency: 'USDC' },
      { fromCurrency: 'USDC', toCurrency: 'BTC' },
      { fromCurrency: 'ETH', toCurrency: 'BTC' },
      { fromCurrency: 'EUR', toCurrency: 'ETH' },
    ),
    amount: fc.bigInt({ min: 1n, max: 10n ** 8n }),
    times: fc.integer({ min: 1, max: 3 }),
  });
  const person = await funded(BTC);
  for (const currency of ['USDC', 'ETH', 'EUR']) await wallet.fund(person, currency, 10n ** 9n);
  await wallet.fundPlatform('treasury', 'BTC', BTC);
  const CURRENCIES = ['BTC', 'USDC', 'ETH', 'EUR'];
  const wholes = () => Promise.all(CURRENCIES.map((currency) => whole(person, currency)));
  const before = await wholes();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 4 }), async (steps) => {
      await Promise.all(
        steps.map(async ({ currencies, amount, times }) => {
          const offered = await quote(person, { ...currencies, payAmount: amount }).catch(() => undefined);
          if (offered === undefined) return;
          await Promise.allSettled(Array.from({ length: times }, () => accept(person, offered.id)));
        }),
      );
      expect(await wholes()).toEqual(before);
    }),
    { numRuns: 10 },
  );
});
