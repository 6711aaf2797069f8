import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { OperatorScope } from '../../identity/index.ts';
import type { Database, Tx } from '../../platform/database/index.ts';
import { useTestWallet } from '../testing.ts';
import type { P2pServices } from './p2p-services.ts';
import {
  miscountedOffers,
  misplacedEscrow,
  newParties,
  type Scene,
  scenesOn,
  stepsOn,
  TEST_AMOUNT,
  TEST_FEE,
  WINDOW_MS,
} from './testing.ts';
import { showTrade } from './trades/show-trade.ts';

const wallet = useTestWallet();
const FUNDS = 10n * TEST_AMOUNT;
const HELD = TEST_AMOUNT + TEST_FEE;

class Crash extends Error {}

/** Calls of the database until the crash, and whether the one that crashes has been done, only without an answer. */
interface Fuse {
  left: number;
  readonly isDone: boolean;
}

async function burn<T>(fuse: Fuse, call: () => Promise<T>): Promise<T> {
  if (fuse.left-- !== 0) return call();
  if (fuse.isDone) await call();
  throw new Crash();
}

type Call = (...values: unknown[]) => Promise<unknown>;

/** Every call of the client's, or of one of its models', is one that may crash. */
function crashing<Client extends object>(client: Client, fuse: Fuse): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'function') {
        return (...values: unknown[]) => burn(fuse, () => (value as Call).apply(target, values));
      }
      return typeof value === 'object' && value !== null ? crashing(value, fuse) : value;
    },
  });
}

/** The wallet of a process that dies at a call: before it, or after it and before its answer; or at the commit. */
function dyingServices(fuse: Fuse): P2pServices {
  const { database, config, clock, currencies, rates } = wallet.services;
  const transaction: Database['transaction'] = (work) =>
    burn(fuse, () => database.transaction((tx: Tx) => work(crashing(tx, fuse))));
  return {
    config,
    clock,
    currencies,
    rates: {
      ...rates,
      rate: (base, quote) => burn(fuse, () => rates.rate(base, quote)),
    },
    database: { ...database, client: crashing(database.client, fuse), transaction },
  };
}

const steps = () => stepsOn(wallet.services);

const { opened, paid, disputed } = scenesOn(wallet);

async function due(): Promise<Scene> {
  const scene = await opened();
  wallet.clock.advanceBy(WINDOW_MS);
  return scene;
}

let operator: OperatorScope;
beforeAll(async () => {
  operator = await wallet.newOperator();
});

type Steps = ReturnType<typeof stepsOn>;
interface Case {
  readonly begin: () => Promise<Scene>;
  readonly step: (steps: Steps, scene: Scene, key: string) => Promise<unknown>;
  /** The trade, and what seller (available, locked) and buyer have, before and after. */
  readonly before: readonly [string, bigint, bigint, bigint];
  readonly after: readonly [string, bigint, bigint, bigint];
}
const HOLDING = [FUNDS - HELD, HELD, 0n] as const;
const BACK = [FUNDS, 0n, 0n] as const;
const SOLD = [FUNDS - HELD, 0n, TEST_AMOUNT] as const;

const CASES: readonly (readonly [string, Case])[] = [
  [
    'marking paid',
    {
      begin: opened,
      step: (each, { buyer, tradeId }, key) => each.pay(buyer, tradeId, key),
      before: ['awaiting_payment', ...HOLDING],
      after: ['paid', ...HOLDING],
    },
  ],
  [
    'releasing',
    {
      begin: paid,
      step: (each, { seller, tradeId }, key) => each.release(seller, tradeId, key),
      before: ['paid', ...HOLDING],
      after: ['released', ...SOLD],
    },
  ],
  [
    'canceling',
    {
      begin: paid,
      step: (each, { buyer, tradeId }, key) => each.cancel(buyer, tradeId, key),
      before: ['paid', ...HOLDING],
      after: ['canceled', ...BACK],
    },
  ],
  [
    'disputing',
    {
      begin: paid,
      step: (each, { buyer, tradeId }, key) => each.dispute(buyer, tradeId, key),
      before: ['paid', ...HOLDING],
      after: ['disputed', ...HOLDING],
    },
  ],
  [
    'awarding',
    {
      begin: disputed,
      step: (each, { tradeId }, key) => each.resolve(operator, tradeId, 'buyer', key),
      before: ['disputed', ...HOLDING],
      after: ['released', ...SOLD],
    },
  ],
  [
    'refunding',
    {
      begin: disputed,
      step: (each, { tradeId }, key) => each.resolve(operator, tradeId, 'seller', key),
      before: ['disputed', ...HOLDING],
      after: ['refunded', ...BACK],
    },
  ],
  [
    'expiring',
    {
      begin: due,
      step: (each) => each.expire(),
      before: ['awaiting_payment', ...HOLDING],
      after: ['expired', ...BACK],
    },
  ],
];

async function stateOf({ seller, buyer, tradeId }: Pick<Scene, 'seller' | 'buyer' | 'tradeId'>) {
  const { status } = await showTrade(wallet.services.database.client, buyer, tradeId);
  return [status, ...(await wallet.balance(seller, 'BTC')), (await wallet.balance(buyer, 'BTC'))[0]];
}

/** Lets something die at its first, second, … call until it gets through. Answers with how many there were. */
async function dieEverywhere(
  isDone: boolean,
  attempt: (services: P2pServices, place: number) => Promise<void>,
): Promise<number> {
  for (let place = 0; place < 100; place++) {
    const fuse = { left: place, isDone };
    await attempt(dyingServices(fuse), place);
    if (fuse.left >= 0) return place;
  }
  throw new Error('it never gets through');
}

/** Whether it died. */
async function dies(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(Crash);
    return true;
  }
}

const BEFORE_OR_AFTER = [
  ['before', false],
  ['after', true],
] as const;

for (const [name, { begin, step, before, after }] of CASES) {
  test.each(BEFORE_OR_AFTER)(
    `${name} that dies %s any of its calls has happened or not, and is repeated`,
    async (_, isDone) => {
      const places = await dieEverywhere(isDone, async (services, place) => {
        const scene = await begin();
        const key = randomUUID();
        const died = await dies(step(stepsOn(services), scene, key));
        // The first call is the transaction as a whole: done without an answer, it alone leaves anything behind.
        const hasHappened = !died || (isDone && place === 0);
        expect(await stateOf(scene)).toEqual(hasHappened ? after : before);
        await step(steps(), scene, key);
        expect(await stateOf(scene)).toEqual(after);
      });
      expect(places).toBeGreaterThan(4);
      expect(await misplacedEscrow(wallet.services.database)).toEqual([]);
      expect(await miscountedOffers(wallet.services.database)).toEqual([]);
    },
  );
}

test.each(BEFORE_OR_AFTER)(
  'opening that dies %s any of its calls has happened or not, and is repeated',
  async (_, isDone) => {
    const places = await dieEverywhere(isDone, async (services) => {
      const { seller, buyer } = await newParties(wallet);
      const offerId = await steps().offer(seller, { price: { kind: 'market', marginBps: 0 } });
      const key = randomUUID();
      await dies(stepsOn(services).open(buyer, offerId, {}, key));
      const count = await wallet.services.database.client.p2pTrade.count({ where: { offerId } });
      expect(await wallet.balance(seller, 'BTC')).toEqual(count === 0 ? [FUNDS, 0n] : [FUNDS - HELD, HELD]);
      const tradeId = await steps().open(buyer, offerId, {}, key);
      expect(await stateOf({ seller, buyer, tradeId })).toEqual(['awaiting_payment', ...HOLDING]);
    });
    expect(places).toBeGreaterThan(10);
    expect(await misplacedEscrow(wallet.services.database)).toEqual([]);
    expect(await miscountedOffers(wallet.services.database)).toEqual([]);
  },
);
