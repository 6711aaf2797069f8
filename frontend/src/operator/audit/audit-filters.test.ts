import { expect, test } from 'vitest';
import { describeDetails, EMPTY_FILTERS, toVariables } from './audit-filters.ts';

const NOTHING = { action: null, actorId: null, subjectId: null, merchantId: null, from: null, to: null };

test('what is empty is left open', () => {
  expect(toVariables({ ...EMPTY_FILTERS, action: '  ' })).toEqual(NOTHING);
  expect(toVariables({ ...EMPTY_FILTERS, actorId: ' per_1 ' })).toEqual({ ...NOTHING, actorId: 'per_1' });
});

test('the last day is within', () => {
  expect(toVariables({ ...EMPTY_FILTERS, from: '2026-02-28', to: '2026-02-28' })).toEqual({
    ...NOTHING,
    from: '2026-02-28T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
  });
});

test.each(['2026-02', '0002026-01-01', '2026-13-01', '12026-01-01'])('%s is no day to ask for', (day) => {
  expect(toVariables({ ...EMPTY_FILTERS, from: day, to: day })).toEqual(NOTHING);
});

test('details are names and values', () => {
  expect(
    describeDetails({ amount: '1250', price: { kind: 'fixed', unitPrice: '0.92' }, rails: ['A', 'B'] }),
  ).toEqual(['amount: 1250', 'price.kind: fixed', 'price.unitPrice: 0.92', 'rails: A, B']);
  expect(describeDetails({})).toEqual([]);
  expect(describeDetails(null)).toEqual(['null']);
});
