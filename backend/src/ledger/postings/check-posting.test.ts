import { expect, test } from 'vitest';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { checkPosting } from './check-posting.ts';
import type { NewPosting, Transfer } from './posting.ts';

const transfer: Transfer = { action: 'transfer', from: 'acct_a', to: 'acct_b', amount: 1n, currency: 'USD' };
const posting: NewPosting = { key: 'k', kind: 'deposit', movements: [transfer] };

test.each<[string, string, Partial<NewPosting>]>([
  ['no key', 'key', { key: '' }],
  ['a long key', 'key', { key: 'k'.repeat(201) }],
  ['a key with a zero character', 'key', { key: 'a\0b' }],
  ['an empty kind', 'kind', { kind: '' }],
  ['a kind with spaces', 'kind', { kind: 'two words' }],
  ['no movements', 'movements', { movements: [] }],
  ['too many movements', 'movements', { movements: Array(10_001).fill(transfer) }],
  ['a long description', 'description', { description: 'd'.repeat(501) }],
  ['large metadata', 'metadata', { metadata: { text: 'm'.repeat(4_000) } }],
  ['metadata with a zero character', 'metadata', { metadata: { text: '\0' } }],
  ['an amount of zero', 'amount', { movements: [{ ...transfer, amount: 0n }] }],
  ['a negative amount', 'amount', { movements: [{ ...transfer, amount: -1n }] }],
  ['an amount of 39 digits', 'amount', { movements: [{ ...transfer, amount: 10n ** 38n }] }],
  ['a transfer to itself', 'to', { movements: [{ ...transfer, to: 'acct_a' }] }],
])('%s is refused by the name of its field', (_, field, change) => {
  const check = () => checkPosting({ ...posting, ...change });
  expect(check).toThrow(InvalidInputError);
  expect(check).toThrow(expect.objectContaining({ field }));
});

test('the largest amount and the longest texts are fine', () => {
  checkPosting({
    ...posting,
    key: 'k'.repeat(200),
    description: 'd'.repeat(500),
    movements: [{ ...transfer, amount: 10n ** 38n - 1n }],
  });
});
