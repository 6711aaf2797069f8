import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../platform/errors/index.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { postAlone } from './post.ts';
import type { NewPosting } from './posting.ts';

const ledger = useTestLedger();
const CURRENCIES = ['USD', 'USD', 'USD', 'EUR', 'EUR'];
let batches = 0;

const TRANSFERS = fc.array(
  fc.record({
    from: fc.nat(CURRENCIES.length - 1),
    to: fc.nat(CURRENCIES.length - 1),
    amount: fc.bigInt({ min: 1n, max: 60n }),
    // Now and then of a currency that its accounts are not.
    currency: fc.constantFrom(...CURRENCIES, 'USD', 'USD'),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Posts transfers between new accounts with 100 each; also something that is no transfer, if they go the long way. */
async function outcome(transfers: typeof TRANSFERS extends fc.Arbitrary<infer T> ? T : never, long: boolean) {
  const accounts: string[] = [];
  for (const currency of CURRENCIES) accounts.push(await ledger.fund(100n, currency));
  const batch = ++batches;
  const account = (n: number) => accounts[n] ?? '';
  const postings = transfers.map(
    ({ from, to, amount, currency }, i): NewPosting => ({
      key: `plain:${batch}:${i}`,
      kind: 'plain',
      movements: [
        {
          action: 'transfer',
          from: account(from),
          to: account(to === from ? (from + 1) % accounts.length : to),
          amount,
          currency,
        },
      ],
    }),
  );
  const last: NewPosting = {
    key: `plain.hold:${batch}`,
    kind: 'hold',
    movements: [{ action: 'hold', account: await ledger.fund(1n), amount: 1n, currency: 'USD' }],
  };
  const names = new Map(accounts.map((id, n) => [id, `account ${n}`]));
  const named = (text: string) => text.replaceAll(/acct_\w+/g, (id) => names.get(id) ?? id);
  const refusal = await postAlone(ledger.database, now, long ? [...postings, last] : postings).then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return [error.code, named(error.message)];
    },
  );
  const rows =
    await ledger.byHand(`SELECT a.id, e.entry, e.amount, e.balance, e.currency, e.line, c.id AS counterparty,
      p.key, p.kind, p.event_at
    FROM ledger_accounts a JOIN ledger_entries e ON e.account_number = a.number
    JOIN ledger_accounts c ON c.number = e.counterparty_number JOIN ledger_postings p USING (posting_number)
    WHERE a.id = ANY ('{${accounts}}') AND p.kind = 'plain' ORDER BY a.number, e.entry`);
  const balances = await Promise.all(accounts.map(ledger.balanceOf));
  const entries = rows.map((row) => named(JSON.stringify(row)).replaceAll(`plain:${batch}:`, 'plain:'));
  return { refusal, entries, balances };
}

test('a batch of plain transfers comes to what it comes to the long way, posted or refused', {
  timeout: 120_000,
}, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(TRANSFERS, async (transfers) => {
      const plain = await outcome(transfers, false);
      expect(plain).toEqual(await outcome(transfers, true));
      seen.add(plain.refusal?.[0] ?? (transfers.length > 1 ? 'posted' : ''));
    }),
    {
      numRuns: 60,
      endOnFailure: true,
      examples: [
        // One that would be well again at its end, one that takes what comes in meanwhile, and two currencies.
        [[transfer(0, 1, 101n), transfer(1, 0, 50n)]],
        [[transfer(1, 0, 50n), transfer(0, 2, 150n), transfer(2, 0, 250n)]],
        [[transfer(0, 1, 100n), { ...transfer(3, 4, 100n), currency: 'EUR' }]],
      ],
    },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['posted', 'INSUFFICIENT_FUNDS', 'CURRENCY_MISMATCH']));
});

function transfer(from: number, to: number, amount: bigint) {
  return { from, to, amount, currency: 'USD' };
}
