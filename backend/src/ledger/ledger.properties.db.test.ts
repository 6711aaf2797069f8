import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../platform/errors/index.ts';
import { checkLedger } from './check/check-ledger.ts';
import { releaseExpiredHolds } from './holds/release-expired-holds.ts';
import { post, postAll, postAlone } from './postings/post.ts';
import type { Movement, NewPosting, PostedPosting } from './postings/posting.ts';
import { reversePosting } from './postings/reverse-posting.ts';
import { sealPostings } from './seals/seal-postings.ts';
import { TEST_NOW, useTestLedger } from './testing.ts';

const ledger = useTestLedger({ poolSize: 24 });
const ACCOUNTS = 6;
const CLIENTS = 8;
const START_BALANCE = 1_000n;
const RUNS = 40;
let runs = 0;

/** What a client may wish for; indices are taken modulo what there is at the time. */
type Wish =
  | { readonly wish: 'transfer' | 'hold'; readonly legs: readonly (readonly [number, number, bigint])[] }
  | { readonly wish: 'batch'; readonly legs: readonly (readonly [number, number, bigint])[] }
  | { readonly wish: 'capture'; readonly hold: number; readonly to: number; readonly amount: bigint | null }
  | { readonly wish: 'release'; readonly hold: number; readonly amount: bigint | null }
  | { readonly wish: 'reverse'; readonly posting: number }
  | { readonly wish: 'repeat'; readonly request: number }
  | { readonly wish: 'abuse'; readonly request: number }
  | { readonly wish: 'expire' | 'seal' };

const index = fc.nat(1_000);
const amount = fc.bigInt({ min: 1n, max: 700n });
const some = fc.option(amount);
const legs = (maxLength: number) => fc.array(fc.tuple(index, index, amount), { minLength: 1, maxLength });
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ wish: fc.constant('transfer' as const), legs: legs(4) }) },
  { weight: 2, arbitrary: fc.record({ wish: fc.constant('batch' as const), legs: legs(30) }) },
  { weight: 3, arbitrary: fc.record({ wish: fc.constant('hold' as const), legs: legs(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({ wish: fc.constant('capture' as const), hold: index, to: index, amount: some }),
  },
  { weight: 2, arbitrary: fc.record({ wish: fc.constant('release' as const), hold: index, amount: some }) },
  { weight: 2, arbitrary: fc.record({ wish: fc.constant('reverse' as const), posting: index }) },
  { weight: 4, arbitrary: fc.record({ wish: fc.constant('repeat' as const), request: index }) },
  { weight: 1, arbitrary: fc.record({ wish: fc.constant('abuse' as const), request: index }) },
  { weight: 1, arbitrary: fc.record({ wish: fc.constantFrom('expire' as const, 'seal' as const) }) },
);

/** One run: clients that share accounts, holds, postings and, when they repeat one another, requests. */
class World {
  readonly #name = `run${++runs}`;
  #requests = 0;
  readonly asked: NewPosting[] = [];
  readonly answers = new Map<string, Set<string>>();
  readonly holds: string[] = [];
  readonly postings: string[] = [];
  readonly accounts: readonly string[];
  now = TEST_NOW;

  constructor(accounts: readonly string[]) {
    this.accounts = accounts;
  }

  account(n: number): string {
    return this.accounts[n % this.accounts.length] ?? '';
  }

  key(): string {
    return `${this.#name}:${++this.#requests}`;
  }

  posting(movements: readonly Movement[]): NewPosting {
    return { key: this.key(), kind: 'mix', movements };
  }

  transfers(wished: readonly (readonly [number, number, bigint])[]): Movement[] {
    return wished.map(([from, to, value]) => ({
      action: 'transfer',
      from: this.account(from),
      to: this.account(from + 1 + (to % (this.accounts.length - 1))),
      amount: value,
      currency: 'USD',
    }));
  }

  movements(wished: Wish): Movement[] {
    switch (wished.wish) {
      case 'transfer':
        return this.transfers(wished.legs);
      case 'hold':
        return wished.legs.map(([account, seconds, value]) => ({
          action: 'hold',
          account: this.account(account),
          amount: value,
          currency: 'USD',
          expiresAt: new Date(TEST_NOW.getTime() + (seconds % 60) * 1_000),
        }));
      case 'capture':
      case 'release': {
        const hold = this.holds[wished.hold % Math.max(1, this.holds.length)];
        if (hold === undefined) return [];
        const part = wished.amount === null ? {} : { amount: wished.amount };
        if (wished.wish === 'release') return [{ action: 'release', hold, ...part }];
        return [{ action: 'capture', hold, to: this.account(wished.to), ...part }];
      }
      default:
        return [];
    }
  }

  remember(key: string, { id, holdIds }: PostedPosting): void {
    this.answers.set(key, (this.answers.get(key) ?? new Set()).add(id));
    this.postings.push(id);
    this.holds.push(...holdIds);
  }

  async send(posting: NewPosting): Promise<void> {
    this.asked.push(posting);
    this.remember(posting.key, await ledger.database.transaction((tx) => post(tx, this.now, posting)));
  }

  async grant(wished: Wish): Promise<void> {
    switch (wished.wish) {
      case 'batch': {
        const postings = this.transfers(wished.legs).map((movement) => this.posting([movement]));
        this.asked.push(...postings);
        const posted = await ledger.database.transaction((tx) => postAll(tx, this.now, postings));
        for (const [i, answer] of posted.entries()) this.remember(postings[i]?.key ?? '', answer);
        return;
      }
      case 'reverse': {
        const postingId = this.postings[wished.posting % Math.max(1, this.postings.length)];
        if (postingId === undefined) return;
        const key = this.key();
        const reversal = { key, postingId };
        this.remember(key, await ledger.database.transaction((tx) => reversePosting(tx, this.now, reversal)));
        return;
      }
      case 'repeat': {
        const again = this.asked[wished.request % Math.max(1, this.asked.length)];
        if (again === undefined) return;
        const [posted] = await postAlone(ledger.database, this.now, [again]);
        if (posted !== undefined) this.remember(again.key, posted);
        return;
      }
      case 'abuse': {
        const reused = this.asked[wished.request % Math.max(1, this.asked.length)];
        if (reused !== undefined) await this.send({ ...reused, description: 'something else' });
        return;
      }
      case 'expire':
        this.now = new Date(this.now.getTime() + 10_000);
        await releaseExpiredHolds(ledger.database, this.now);
        return;
      case 'seal':
        await sealPostings(ledger.database);
        return;
      default: {
        const movements = this.movements(wished);
        if (movements.length > 0) await this.send(this.posting(movements));
      }
    }
  }
}

/** Refusals that a client must expect; anything else, such as a deadlock that was not repeated, fails the run. */
const EXPECTED = [
  'INSUFFICIENT_FUNDS',
  'IDEMPOTENCY_KEY_REUSED',
  'HOLD_STATE',
  'POSTING_NOT_REVERSIBLE',
  'INVALID_INPUT',
];

test('under any mix of clients the books stay whole, no floor breaks, and no key counts twice', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(wish, { minLength: 4, maxLength: 20 }), { minLength: CLIENTS, maxLength: CLIENTS }),
      async (clients) => {
        const accounts = await Promise.all(
          Array.from({ length: ACCOUNTS }, () => ledger.fund(START_BALANCE)),
        );
        const world = new World(accounts);
        await Promise.all(
          clients.map(async (wishes) => {
            for (const wished of wishes) {
              await world.grant(wished).catch((error: unknown) => {
                if (!(error instanceof AppError && EXPECTED.includes(error.code))) throw error;
              });
            }
          }),
        );
        for (const ids of world.answers.values()) expect(ids.size).toBe(1);
        const balances = await Promise.all(accounts.map(ledger.balanceOf));
        for (const [balance, locked] of balances) expect(balance - locked).toBeGreaterThanOrEqual(0n);
        expect(balances.reduce((sum, [balance]) => sum + balance, 0n)).toBe(START_BALANCE * BigInt(ACCOUNTS));
        const [lowest] = await ledger.byHand(`SELECT min(e.balance) AS balance FROM ledger_entries e
          JOIN ledger_accounts a ON a.number = e.account_number WHERE a.floor = 0`);
        expect(Number(lowest?.balance)).toBeGreaterThanOrEqual(0);
        expect((await checkLedger(ledger.database)).failed).toBeNull();
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  const counted = await ledger.byHand('SELECT DISTINCT action FROM ledger_journal ORDER BY 1');
  expect(counted.map(({ action }) => action)).toEqual(['capture', 'hold', 'release', 'transfer']);
});
