import { Decimal128, type Document, Long, ObjectId, serialize, UUID } from 'bson';
import { expect, test } from 'vitest';
import { createCurrencies } from '../../../backend/src/ledger/index.ts';
import { COLLECTIONS } from './collections.ts';
import { type JudgeOptions, judgeDocument } from './judge-document.ts';

const currencies = createCurrencies(['JPY:0']);
const ID = new ObjectId('65f000000000000000000001');
const good = { _id: ID, user_id: 'ann', currency: 'BTC', available_balance: 1.5, locked_balance: 0.5 };

function judge(document: Document, name = 'internal_balances', options: Partial<JudgeOptions> = {}) {
  const collection = COLLECTIONS.find((candidate) => candidate.name === name);
  if (collection === undefined) throw new Error(`no ${name}`);
  return judgeDocument(serialize(document, { ignoreUndefined: true }), collection, {
    currencies,
    ...options,
  });
}

test('a row is read to the last unit, whatever type its amounts have', () => {
  const expected = {
    documentId: '65f000000000000000000001',
    userId: 'ann',
    currency: 'BTC',
    available: 150_000_000n,
    locked: 50_000_000n,
    fault: null,
  };
  expect(judge({ ...good, total_balance: 2, created_at: new Date(0) })).toMatchObject(expected);
  expect(
    judge({ ...good, available_balance: '1.5', locked_balance: Decimal128.fromString('0.50') }),
  ).toMatchObject(expected);
  expect(judge({ ...good, available_balance: Long.fromNumber(3), total_balance: 3.5 })).toMatchObject({
    available: 300_000_000n,
    fault: null,
  });
});

test.each<[string, string, Document, bigint, bigint]>([
  ['balance for what is available', 'internal_balances', { balance: 2 }, 2n, 0n],
  ['balance beside a total', 'internal_balances', { balance: 2, locked: 1, total: 3 }, 2n, 1n],
  ['balance and nothing locked', 'internal_balances', { balance: 2, locked_balance: 0 }, 2n, 0n],
  ['short names', 'internal_balances', { available: 2, locked: 1 }, 2n, 1n],
  ['escrow of traders', 'trader_balances', { available: 2, escrow_balance: 1 }, 2n, 1n],
  ['amount of deposits', 'crypto_balances', { amount: 2 }, 2n, 0n],
  ['savings', 'savings_balances', { savings_balance: 2 }, 2n, 0n],
])('%s is understood', (_, collection, fields, available, locked) => {
  const row = judge({ _id: ID, userId: 'ann', asset: 'jpy', ...fields }, collection);
  expect(row).toMatchObject({ userId: 'ann', currency: 'JPY', available, locked, fault: null });
});

test('balance beside a locked amount is what the operator says it is', () => {
  const unclear = { _id: ID, user_id: 'ann', currency: 'BTC', balance: 2, locked: 0.5 };
  expect(judge(unclear)).toMatchObject({ available: null, locked: null, fault: { reason: 'ambiguous' } });
  const read = (balanceIs: 'available' | 'total') => judge(unclear, 'internal_balances', { balanceIs });
  expect(read('available')).toMatchObject({ available: 200_000_000n, locked: 50_000_000n, fault: null });
  expect(read('total')).toMatchObject({ available: 150_000_000n, locked: 50_000_000n, fault: null });
  expect(judge({ ...unclear, locked: 3 }, 'internal_balances', { balanceIs: 'total' }).fault?.reason).toBe(
    'negative',
  );
});

test.each<[unknown, string]>([
  [new ObjectId('65f000000000000000000002'), '65f000000000000000000002'],
  [new UUID('0189d1f0-0000-7000-8000-000000000000'), '0189d1f0-0000-7000-8000-000000000000'],
  [42, '42'],
  [Long.fromString('9007199254740993'), '9007199254740993'],
])('user %s is %s', (user, expected) => {
  expect(judge({ ...good, user_id: user })).toMatchObject({ userId: expected, fault: null });
});

test.each<[string, Document, string]>([
  ['no _id', { ...good, _id: undefined }, 'missing_id'],
  ['no user', { ...good, user_id: undefined }, 'missing_user'],
  ['a user of null', { ...good, user_id: null }, 'missing_user'],
  ['a blank user', { ...good, user_id: ' ' }, 'missing_user'],
  ['a user of two', { ...good, userId: 'bob' }, 'ambiguous'],
  ['a user that is a document', { ...good, user_id: { $oid: '1' } }, 'invalid_user'],
  ['a user of half', { ...good, user_id: 0.5 }, 'invalid_user'],
  ['a user with a zero character', { ...good, user_id: 'a\0b' }, 'invalid_user'],
  ['a long user', { ...good, user_id: 'u'.repeat(201) }, 'invalid_user'],
  ['no currency', { ...good, currency: undefined }, 'missing_currency'],
  ['an unknown currency', { ...good, currency: 'DOGE' }, 'unknown_currency'],
  ['a currency with a space', { ...good, currency: 'BTC ' }, 'unknown_currency'],
  ['a currency by number', { ...good, currency: 1 }, 'unknown_currency'],
  ['no amount', { ...good, available_balance: undefined, total: 2 }, 'missing_amount'],
  ['two amounts', { ...good, balance: 1.5 }, 'ambiguous'],
  ['a null locked', { ...good, locked_balance: null }, 'not_a_number'],
  ['text', { ...good, available_balance: 'much' }, 'not_a_number'],
  ['an artefact', { ...good, available_balance: 0.1 + 0.2 }, 'float_artefact'],
  [
    'an artefact as the total',
    { ...good, available_balance: 0.1, locked_balance: 0.2, total: 0.1 + 0.2 },
    'float_artefact',
  ],
  ['nine decimals', { ...good, available_balance: '1.000000001' }, 'too_fine'],
  ['too much', { ...good, available_balance: 1e30 }, 'too_large'],
  ['a negative amount', { ...good, available_balance: -1 }, 'negative'],
  ['a negative lock', { ...good, locked_balance: -0.5, total_balance: 1 }, 'negative'],
  ['another total', { ...good, total_balance: 1.5 }, 'total_mismatch'],
])('%s is set aside', (_, document, reason) => {
  expect(judge(document).fault?.reason).toBe(reason);
});

test('what is set aside says what was found', () => {
  expect(
    judge({ ...good, available_balance: 'a\nlot', locked_balance: Number.NaN, total: null }),
  ).toMatchObject({
    available: null,
    found: { available: 'a\\nlot', locked: 'NaN', total: 'null' },
    fault: { reason: 'not_a_number', detail: 'available_balance "a\\nlot" is no number' },
  });
});

test('bytes that are no document are set aside', () => {
  const bytes = serialize(good);
  bytes[4] = 0x7f;
  const [collection] = COLLECTIONS;
  if (collection === undefined) throw new Error('no collection');
  expect(judgeDocument(bytes, collection, { currencies }).fault?.reason).toBe('unreadable');
});

test('ids of different types are different, and long ones are short', () => {
  const idOf = (id: unknown) => judge({ ...good, _id: id }).documentId;
  const ids = [
    1,
    Long.fromNumber(1),
    '1',
    ID,
    ID.toHexString(),
    1.5,
    'x'.repeat(500),
    'x'.repeat(501),
    { a: 1 },
    'é',
  ].map(idOf);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids.map((id) => id?.length ?? 0))).toBeLessThanOrEqual(100);
});
