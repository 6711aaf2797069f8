import { expect, test } from 'vitest';
import { NotFoundError } from '../../platform/errors/index.ts';
import { placeHold } from '../holds/place-hold.ts';
import { captureHold } from '../holds/settle-hold.ts';
import { InsufficientFundsError, PostingNotReversibleError } from '../ledger.errors.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { postAlone } from './post.ts';
import type { Movement } from './posting.ts';
import { postingId } from './posting-id.ts';
import { readPosting } from './read-posting.ts';
import { type Reversal, reverseAll, reversePosting } from './reverse-posting.ts';

const ledger = useTestLedger();
let keys = 0;
const key = () => `r${++keys}`;

async function posted(...movements: Movement[]): Promise<string> {
  const [answer] = await postAlone(ledger.database, now, [{ key: key(), kind: 'pay', movements }]);
  return answer?.id ?? '';
}

const reverse = (reversal: Reversal) =>
  ledger.database.transaction((tx) => reversePosting(tx, now, reversal));

function usd(from: string, to: string, amount: bigint): Movement {
  return { action: 'transfer', from, to, amount, currency: 'USD' };
}

test('a reversal is the mirror of its original, last movement first, and names it', async () => {
  const [a, b, c] = [await ledger.fund(10n), await ledger.fund(0n), await ledger.fund(0n)];
  const postingId = await posted(usd(a, b, 10n), usd(b, c, 9n));
  const { id } = await reverse({ postingId, key: key(), description: 'a mistake' });
  const reversal = await readPosting(ledger.database.client, id);
  expect(reversal).toMatchObject({ kind: 'reversal', reversesId: postingId, description: 'a mistake' });
  expect(reversal.movements.map(({ from, to, amount }) => [from, to, amount])).toEqual([
    [c, b, 9n],
    [b, a, 10n],
  ]);
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
});

test('a posting is reversed once, however often and by whomever it is asked', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(5n)];
  const postingId = await posted(usd(a, b, 5n));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => reverse({ postingId, key: key() })),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => reason)).toEqual(
    Array(7).fill(new PostingNotReversibleError('reversed')),
  );
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
});

test('the same key gives the first answer', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const reversal = { postingId: await posted(usd(a, b, 5n)), key: key() };
  const first = await reverse(reversal);
  expect(await reverse(reversal)).toEqual({ ...first, replayed: true });
});

test('money that is gone cannot be taken back, money that is there again can', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const postingId = await posted(usd(a, b, 10n));
  const spent = await posted(usd(b, a, 1n));
  await expect(reverse({ postingId, key: key() })).rejects.toThrow(InsufficientFundsError);
  await reverse({ postingId: spent, key: key() });
  await reverse({ postingId, key: key() });
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
});

test('a capture is given back to what is available; placing a hold moved nothing', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const hold = { key: key(), kind: 'hold', account: a, amount: 8n, currency: 'USD' };
  const placed = await ledger.database.transaction((tx) => placeHold(tx, now, hold));
  const capture = { key: key(), kind: 'capture', hold: placed.holdId, to: b, amount: 5n, releaseRest: true };
  const captured = await ledger.database.transaction((tx) => captureHold(tx, now, capture));
  await reverse({ postingId: captured.id, key: key() });
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
  const reversal = reverse({ postingId: placed.id, key: key() });
  await expect(reversal).rejects.toThrow(new PostingNotReversibleError('no_transfers'));
});

test.each(['post_01h455vb4pex5vsknk084sn02q', 'post_00000000g0e008000000000001', 'nonsense'])(
  '%s is not found',
  async (postingId) => {
    await expect(reverse({ postingId, key: key() })).rejects.toThrow(new NotFoundError('posting', postingId));
  },
);

test('the database refuses a reversal that is not the mirror', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  await posted(usd(a, b, 5n));
  const [row] = await ledger.byHand('SELECT max(posting_number) AS number FROM ledger_journal');
  const reversing = ledger.byHand(`
    INSERT INTO ledger_post (asked_at, accounts, holds, keys, input_hashes, kinds, event_ats, reversed,
      postings, actions, froms, tos, amounts, currencies)
    VALUES (now(), ARRAY['${a}', '${b}'], '{}', ARRAY['${key()}'], ARRAY[sha256('x')], ARRAY['reversal'], ARRAY[now()],
      ARRAY[${row?.number}], '{1}', '{transfer}', '{2}', '{1}', '{4}', '{USD}')`);
  await expect(reversing).rejects.toThrow('POSTING_NOT_REVERSIBLE');
});

test('many are reversed in two statements, all or none', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  const ids: string[] = [];
  for (let amount = 1n; amount <= 9n; amount++) ids.push(await posted(usd(a, b, amount), usd(b, a, 1n)));
  const reversals = ids.map((id) => ({ postingId: id, key: key() }));
  const all = (wanted: Reversal[]) => ledger.database.transaction((tx) => reverseAll(tx, now, wanted));

  const [first] = reversals;
  if (first === undefined) throw new Error('nothing was posted');
  await expect(all([...reversals, { ...first, key: key() }])).rejects.toEqual(
    new PostingNotReversibleError('reversed'),
  );
  const unknown = { postingId: postingId(10n ** 12n, now), key: key() };
  await expect(all([...reversals, unknown])).rejects.toThrow(NotFoundError);
  expect(await ledger.balanceOf(a)).toEqual([64n, 0n]);

  const answers = await all(reversals);
  expect(await ledger.balanceOf(a)).toEqual([100n, 0n]);
  const named = await Promise.all(answers.map(({ id }) => readPosting(ledger.database.client, id)));
  expect(named.map(({ reversesId }) => reversesId)).toEqual(ids);
  expect(await all(reversals)).toEqual(answers.map((answer) => ({ ...answer, replayed: true })));
  expect(await all([])).toEqual([]);
});
