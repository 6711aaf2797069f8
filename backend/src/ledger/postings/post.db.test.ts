import { expect, test } from 'vitest';
import { openDatabase, type Tx } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors/index.ts';
import { readAccounts } from '../accounts/read-accounts.ts';
import {
  AccountNotFoundError,
  CurrencyMismatchError,
  IdempotencyKeyReusedError,
  InsufficientFundsError,
} from '../ledger.errors.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { post, postAll, postAlone } from './post.ts';
import type { NewPosting, Transfer } from './posting.ts';
import { readPosting } from './read-posting.ts';

const ledger = useTestLedger({ poolSize: 20 });
let keys = 0;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => ledger.database.transaction(work);

function usd(from: string, to: string, amount: bigint): Transfer {
  return { action: 'transfer', from, to, amount, currency: 'USD' };
}

function posting(...movements: Transfer[]): NewPosting {
  return { key: `k${++keys}`, kind: 'pay', movements };
}

/** Every rule holds for one plain transfer, which has a door of its own, and for what takes the other door. */
const DOORS: [string, (tx: Tx, p: NewPosting) => Promise<unknown>][] = [
  ['alone', (tx, p) => post(tx, now, p)],
  [
    'among others',
    async (tx, p) => {
      const [first, second] = await Promise.all([ledger.fund(1n), ledger.fund(0n)]);
      return postAll(tx, now, [posting(usd(first, second, 1n)), p]);
    },
  ],
];

test('a transfer moves money, and says where it left both accounts', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(5n)];
  const eventAt = new Date('2026-02-28T23:59:59.999Z');
  const asked = { ...posting(usd(a, b, 30n)), eventAt, description: 'tea', metadata: { order: 7 } };
  const posted = await inTx((tx) => post(tx, now, asked));
  expect(posted).toMatchObject({ replayed: false, holdIds: [] });
  expect(await ledger.balanceOf(a)).toEqual([70n, 0n]);
  expect(await ledger.balanceOf(b)).toEqual([35n, 0n]);
  expect(await readPosting(ledger.database.client, posted.id)).toEqual({
    id: posted.id,
    key: asked.key,
    kind: 'pay',
    eventAt,
    createdAt: posted.createdAt,
    description: 'tea',
    metadata: { order: 7 },
    reversesId: null,
    movements: [{ action: 'transfer', from: a, to: b, hold: null, amount: 30n, currency: 'USD' }],
  });
});

test('amounts of 38 digits are exact', async () => {
  const large = 10n ** 38n - 3n;
  const [a, b] = [await ledger.fund(large, 'ETH'), await ledger.fund(1n, 'ETH')];
  const all: Transfer = { action: 'transfer', from: a, to: b, amount: large, currency: 'ETH' };
  await inTx((tx) => post(tx, now, posting(all)));
  expect(await ledger.balanceOf(b)).toEqual([large + 1n, 0n]);
  await inTx((tx) => post(tx, now, posting({ ...all, from: b, to: a })));
  expect(await ledger.balanceOf(a)).toEqual([large, 0n]);
});

test.each(DOORS)(
  '%s, what is not there is refused by name, though no balance could hold it',
  async (_, door) => {
    const [a, b] = [await ledger.fund(0n), await ledger.fund(5n)];
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const refused = inTx((tx) => door(tx, posting(usd(from, to, 10n ** 38n - 1n))));
      await expect(refused).rejects.toBeInstanceOf(AppError);
    }
    expect(await ledger.balanceOf(b)).toEqual([5n, 0n]);
  },
);

test('movements of one posting happen in their order, in any currencies', async () => {
  const [a, b, c] = [await ledger.fund(10n), await ledger.fund(0n), await ledger.fund(0n)];
  const [x, y] = [await ledger.fund(7n, 'EUR'), await ledger.fund(0n, 'EUR')];
  const swap = posting(usd(a, b, 10n), usd(b, c, 10n), usd(c, a, 4n));
  const euros: Transfer = { action: 'transfer', from: x, to: y, amount: 7n, currency: 'EUR' };
  await inTx((tx) => post(tx, now, { ...swap, movements: [...swap.movements, euros] }));
  expect(await Promise.all([a, b, c, x, y].map((id) => ledger.balanceOf(id)))).toEqual(
    [4n, 0n, 6n, 0n, 7n].map((balance) => [balance, 0n]),
  );
});

test.each(DOORS)('%s, the same key and input give the first answer and move nothing', async (_, door) => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const asked = posting(usd(a, b, 10n));
  const first = await inTx((tx) => post(tx, now, asked));
  // The money is gone, and still the answer is the first one, not a refusal.
  await inTx((tx) => door(tx, asked));
  const [again] = await postAlone(ledger.database, new Date(now.getTime() + 60_000), [asked]);
  expect(again).toEqual({ ...first, replayed: true });
  expect(await ledger.balanceOf(a)).toEqual([0n, 0n]);
});

test.each(DOORS)('%s, the same key with another input is refused', async (_, door) => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const asked = posting(usd(a, b, 1n));
  await inTx((tx) => post(tx, now, asked));
  const other = inTx((tx) => door(tx, { ...asked, movements: [usd(a, b, 2n)] }));
  await expect(other).rejects.toThrow(new IdempotencyKeyReusedError(asked.key));
  expect(await ledger.balanceOf(b)).toEqual([1n, 0n]);
});

test.each(DOORS)('%s, more than is available is refused with the figures', async (_, door) => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const error = await inTx((tx) => door(tx, posting(usd(a, b, 11n)))).catch((thrown: unknown) => thrown);
  expect(error).toEqual(new InsufficientFundsError(a, 'USD', { available: 10n, needed: 11n }));
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
  expect(await ledger.balanceOf(b)).toEqual([0n, 0n]);
});

test.each(DOORS)('%s, another currency than the account’s is refused', async (_, door) => {
  const [a, euros] = [await ledger.fund(10n), await ledger.fund(0n, 'EUR')];
  const error = await inTx((tx) => door(tx, posting(usd(a, euros, 1n)))).catch((thrown: unknown) => thrown);
  expect(error).toEqual(new CurrencyMismatchError(euros, 'EUR', 'USD'));
});

test.each(DOORS)('%s, an account that is not there is refused by its id', async (_, door) => {
  const a = await ledger.fund(10n);
  const error = await inTx((tx) => door(tx, posting(usd(a, 'acct_none', 1n)))).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toEqual(new AccountNotFoundError('acct_none'));
});

test('a batch is all or nothing, whichever of it fails', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const batch = [posting(usd(a, b, 6n)), posting(usd(a, b, 5n))];
  await expect(postAlone(ledger.database, now, batch)).rejects.toThrow(InsufficientFundsError);
  expect(await ledger.balanceOf(b)).toEqual([0n, 0n]);
  const [first, second] = await postAlone(ledger.database, now, [
    batch[0],
    posting(usd(b, a, 6n)),
  ] as NewPosting[]);
  expect(first?.replayed).toBe(false);
  expect(second?.id).not.toBe(first?.id);
});

test('the floor holds at every step, not only at the end', async () => {
  const [a, b] = [await ledger.fund(0n), await ledger.fund(10n)];
  const borrowing = posting(usd(a, b, 5n), usd(b, a, 5n));
  await expect(inTx((tx) => post(tx, now, borrowing))).rejects.toThrow(InsufficientFundsError);
  await inTx((tx) => post(tx, now, posting(usd(b, a, 5n), usd(a, b, 5n))));
});

test('what is asked twice in one go happens once; a key used for two things there is refused', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const asked = posting(usd(a, b, 4n));
  const [first, second] = await postAlone(ledger.database, now, [asked, asked]);
  expect(second).toEqual({ ...first, replayed: true });
  expect(await ledger.balanceOf(b)).toEqual([4n, 0n]);
  const twice = [posting(usd(a, b, 1n)), posting(usd(a, b, 2n))].map((p) => ({ ...p, key: 'twice' }));
  await expect(postAlone(ledger.database, now, twice)).rejects.toThrow(IdempotencyKeyReusedError);
});

test('ten thousand transfers take one statement', async () => {
  const statements: string[] = [];
  const counted = openDatabase({ url: ledger.url, onQuery: (sql) => statements.push(sql) });
  try {
    const accounts = await Promise.all(Array.from({ length: 20 }, () => ledger.fund(1_000_000n)));
    const batch = Array.from({ length: 10_000 }, (_, i) =>
      posting(usd(accounts[i % 20] ?? '', accounts[(i + 1 + (i % 7)) % 20] ?? '', BigInt(1 + (i % 5)))),
    );
    const posted = await counted.transaction(async (tx) => {
      statements.length = 0;
      const answers = await postAll(tx, now, batch);
      expect(statements).toHaveLength(1);
      return answers;
    });
    expect(new Set(posted.map(({ id }) => id)).size).toBe(10_000);
    expect(posted.map(({ id }) => id)).toEqual(posted.map(({ id }) => id).toSorted());
    const total = (await readAccounts(counted.client, accounts)).reduce(
      (sum, { balance }) => sum + balance,
      0n,
    );
    expect(total).toBe(20_000_000n);
  } finally {
    await counted.close();
  }
});

test('a movement and the state it pays for are kept or lost together', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const asked = posting(usd(a, b, 10n));
  const failing = inTx(async (tx) => {
    await post(tx, now, asked);
    throw new Error('the state could not be written');
  });
  await expect(failing).rejects.toThrow('the state could not be written');
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
  // A refusal that is swallowed still ends the transaction.
  const swallowing = inTx(async (tx) => {
    await tx.event.create({ data: { type: 'paid', subjectId: 'x', data: {}, createdAt: now } });
    await post(tx, now, posting(usd(a, b, 11n))).catch(() => undefined);
  });
  await swallowing.catch(() => undefined);
  expect(await ledger.database.client.event.count({ where: { subjectId: 'x' } })).toBe(0);
});

test.each(DOORS)('%s, the same request from sixteen clients at once happens once', async (_, door) => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const asked = posting(usd(a, b, 10n));
  await Promise.all(Array.from({ length: 16 }, () => inTx((tx) => door(tx, asked))));
  const alone = await Promise.all(Array.from({ length: 16 }, () => postAlone(ledger.database, now, [asked])));
  expect(new Set(alone.flat().map(({ id }) => id)).size).toBe(1);
  expect(await ledger.balanceOf(b)).toEqual([10n, 0n]);
});

test('one key for different things from sixteen clients at once is one of them', async () => {
  const pairs = await Promise.all(
    Array.from({ length: 16 }, () => Promise.all([ledger.fund(10n), ledger.fund(0n)])),
  );
  const outcomes = await Promise.allSettled(
    pairs.map(([a, b]) => postAlone(ledger.database, now, [{ ...posting(usd(a, b, 10n)), key: 'shared' }])),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(15);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(IdempotencyKeyReusedError);
  const balances = await Promise.all(pairs.map(([, b]) => ledger.balanceOf(b)));
  expect(balances.filter(([balance]) => balance === 10n)).toHaveLength(1);
});
