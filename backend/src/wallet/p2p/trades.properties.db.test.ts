import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import { useTestWallet } from '../testing.ts';
import { miscountedOffers, misplacedEscrow, stepsOn, TEST_AMOUNT, TEST_OFFER, WINDOW_MS } from './testing.ts';

const wallet = useTestWallet();
const FUNDS = 4n * TEST_AMOUNT;
const RUNS = 12;
const PEOPLE = 3;
const TRADES = 4;
/** What may go wrong for a request that comes too late, too early, twice, or for somebody else. */
const REFUSALS = [
  'TRADE_STATE',
  'TRADE_WINDOW_OVER',
  'TRADE_WINDOW_OPEN',
  'FORBIDDEN',
  'NOT_FOUND',
  'OFFER_OWN',
  'OFFER_BOUNDS',
  'SELLER_SHORT',
  'TRADES_UNPAID',
];

let people: PersonScope[];
let operator: OperatorScope;
beforeAll(async () => {
  people = await Promise.all(Array.from({ length: PEOPLE }, () => wallet.newPerson()));
  operator = await wallet.newOperator();
});

const VERBS = [
  'pay',
  'pay',
  'release',
  'cancel',
  'dispute',
  'dispute',
  'award',
  'refund',
  'expire',
  'open',
  'say',
] as const;

/** Somebody does something to one of the trades, so many times at once: mostly whoever may, else any of the people. */
const ACTION = fc.record({
  verb: fc.constantFrom(...VERBS),
  isEntitled: fc.constantFrom(true, true, true, false),
  who: fc.nat(PEOPLE - 1),
  trade: fc.nat(TRADES - 1),
  key: fc.nat(3),
  times: fc.integer({ min: 1, max: 3 }),
});
type Action = typeof ACTION extends fc.Arbitrary<infer Value> ? Value : never;
/** What comes at the same moment, and then the clock. */
const MOMENTS = fc.array(
  fc.record({
    actions: fc.array(ACTION, { minLength: 1, maxLength: 8 }),
    advanceMs: fc.constantFrom(0, 0, 0, 1_000, WINDOW_MS / 2, WINDOW_MS),
  }),
  { minLength: 2, maxLength: 5 },
);

/** How far each trade has come to begin with: opened, paid, disputed. */
const STAGES = fc.array(fc.nat(2), { minLength: TRADES, maxLength: TRADES });

let runs = 0;

test('whatever comes, in whatever order and however often, money is where its trade says it is', async () => {
  const { database } = wallet.services;
  const steps = stepsOn(wallet.services);
  await fc.assert(
    fc.asyncProperty(STAGES, MOMENTS, async (stages, moments) => {
      const run = `run-${++runs}`;
      for (const person of people) await wallet.fund(person, 'BTC', FUNDS);
      const offers = await Promise.all(
        people.map((person) => steps.offer(person, { amount: FUNDS, maxAmount: FUNDS })),
      );
      const tradeIds: string[] = [];
      const buyers = new Map<string, PersonScope>();
      const sellers = new Map<string, PersonScope>();
      const before = await totals();

      const act = async ({ verb, isEntitled, who, trade, key: number }: Action): Promise<unknown> => {
        const person = at(people, who);
        const key = `${run}-${verb}-${trade}-${number}`;
        if (verb === 'expire') return steps.expire({ batch: 2 });
        if (verb === 'open') {
          const amount = TEST_OFFER.minAmount * BigInt(1 + 4 * number);
          const id = await steps.open(person, at(offers, trade), { amount }, key);
          tradeIds.push(id);
          buyers.set(id, person);
          sellers.set(id, at(people, trade));
          return;
        }
        const id = at(tradeIds, trade);
        if (verb === 'award') return steps.resolve(operator, id, 'buyer', key);
        if (verb === 'refund') return steps.resolve(operator, id, 'seller', key);
        const entitled = (verb === 'release' ? sellers : buyers).get(id);
        const actor = isEntitled && entitled ? entitled : person;
        if (verb === 'say') return steps.say(actor, id, 'hello', key);
        return steps[verb](actor, id, key);
      };
      for (const [place, stage] of stages.entries()) {
        const asked = { isEntitled: true, who: place % PEOPLE, key: place, times: 1 };
        await act({ ...asked, verb: 'open', trade: place + 1 });
        if (stage > 0) await act({ ...asked, verb: 'pay', trade: place });
        if (stage > 1) await act({ ...asked, verb: 'dispute', trade: place });
      }
      for (const { actions, advanceMs } of moments) {
        const requests = actions.flatMap((action) => Array.from({ length: action.times }, () => act(action)));
        for (const outcome of await Promise.allSettled(requests)) {
          if (outcome.status === 'fulfilled') continue;
          // A key names one request: what was refused under it may be asked by another person next.
          expect([...REFUSALS, 'IDEMPOTENCY_KEY_REUSED']).toContain(outcome.reason.code);
        }
        expect(await totals()).toEqual(before);
        expect(await misplacedEscrow(database)).toEqual([]);
        expect(await miscountedOffers(database)).toEqual([]);
        wallet.clock.advanceBy(advanceMs);
      }
      await closeAll(tradeIds);
      expect(await totals()).toEqual(before);
      expect(await misplacedEscrow(database)).toEqual([]);
      for (const person of people) expect((await wallet.balance(person, 'BTC'))[1]).toBe(0n);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );

  /** Nothing is left open between runs. */
  async function closeAll(tradeIds: readonly string[]): Promise<void> {
    const open = await database.client.p2pTrade.findMany({
      where: { id: { in: [...tradeIds] }, endedAt: null },
    });
    for (const { id, buyerId } of open) {
      const buyer = people.find(({ personId }) => personId === buyerId);
      if (buyer) await steps.cancel(buyer, id);
    }
    await database.client.p2pOffer.updateMany({ data: { status: 'closed' } });
  }
}, 120_000);

/** All money there is, and whether anybody has less than nothing. */
async function totals() {
  let sum = await wallet.platformBalance('fees', 'BTC');
  let isNegative = false;
  for (const person of people) {
    const [available, locked] = await wallet.balance(person, 'BTC');
    sum += available + locked;
    isNegative ||= available < 0n || locked < 0n;
  }
  return { sum, isNegative };
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place % values.length];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
}
