import { expect, test } from 'vitest';
import { inputHash } from './input-hash.ts';
import type { NewPosting } from './posting.ts';

const posting: NewPosting = {
  key: 'k',
  kind: 'p2p.release',
  movements: [
    { action: 'transfer', from: 'acct_a', to: 'acct_b', amount: 1n, currency: 'USD' },
    { action: 'hold', account: 'acct_b', amount: 1n, currency: 'USD' },
    { action: 'capture', hold: 'hold_1', to: 'acct_c', amount: 2n },
    { action: 'release', hold: 'hold_1' },
  ],
  metadata: { trade: 't1', legs: [{ a: 1, b: 2 }] },
};
const [transfer, hold, capture, release] = posting.movements;

test('the order of keys in metadata, the expiry of a hold and the key itself are not part of the input', () => {
  const same = {
    ...posting,
    key: 'another',
    metadata: { legs: [{ b: 2, a: 1 }], trade: 't1' },
    movements: posting.movements.map((m) => (m.action === 'hold' ? { ...m, expiresAt: new Date() } : m)),
  };
  expect(inputHash(same)).toBe(inputHash(posting));
});

test.each<[string, Partial<NewPosting>]>([
  ['the kind', { kind: 'other' }],
  ['the description', { description: 'x' }],
  ['when it happened', { eventAt: new Date(0) }],
  ['metadata', { metadata: { trade: 't2' } }],
  ['the number of movements', { movements: posting.movements.slice(1) }],
  ['the order of movements', { movements: posting.movements.toReversed() }],
  [
    'an amount',
    { movements: [{ ...transfer, amount: 2n }, hold, capture, release] as NewPosting['movements'] },
  ],
  [
    'an account',
    { movements: [transfer, { ...hold, account: 'acct_c' }, capture, release] as NewPosting['movements'] },
  ],
  [
    'a currency',
    { movements: [{ ...transfer, currency: 'EUR' }, hold, capture, release] as NewPosting['movements'] },
  ],
  [
    'all that is left',
    { movements: [transfer, hold, { ...capture, amount: undefined }, release] as NewPosting['movements'] },
  ],
])('%s is part of the input', (_, change) => {
  expect(inputHash({ ...posting, ...change })).not.toBe(inputHash(posting));
});

test('a reversal is other input than the same transfers by hand', () => {
  expect(inputHash(posting, 'post_1')).not.toBe(inputHash(posting));
});
