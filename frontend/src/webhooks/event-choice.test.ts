import { expect, test } from 'vitest';
import { choose, covers, groupEventTypes } from './event-choice.ts';

const TYPES = ['invoice.paid', 'invoice.opened', 'payment.settled'];
const [invoice = { subject: '', types: [] }] = groupEventTypes(TYPES);

test('types are grouped by what they are about', () => {
  expect(groupEventTypes(TYPES)).toEqual([
    { subject: 'invoice', types: ['invoice.paid', 'invoice.opened'] },
    { subject: 'payment', types: ['payment.settled'] },
  ]);
});

test('the wider covers what is within it, and nothing else', () => {
  expect(covers(['invoice.*'], 'invoice.paid')).toBe(true);
  expect(covers(['invoice.*'], 'payment.settled')).toBe(false);
  expect(covers(['*'], 'payment.settled')).toBe(true);
});

test('to untick one of all leaves the others, one by one', () => {
  expect(choose(['payment.settled', 'invoice.*'], 'invoice.paid', false, invoice)).toEqual([
    'payment.settled',
    'invoice.opened',
  ]);
});

test('all of a subject takes the place of its types', () => {
  expect(choose(['invoice.paid', 'payment.settled'], 'invoice.*', true, invoice)).toEqual([
    'payment.settled',
    'invoice.*',
  ]);
  expect(choose(['invoice.*'], 'invoice.*', false, invoice)).toEqual([]);
});
