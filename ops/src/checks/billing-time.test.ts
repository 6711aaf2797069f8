import { expect, test } from 'vitest';
import { checkBillingTime } from './billing-time.ts';

const found = (file: string, text: string) => checkBillingTime([`backend/src/billing/${file}`], () => text);

test('a file of billing that asks a clock by itself is named', () => {
  for (const text of [
    'const now = clock.now();',
    'services.clock.now()',
    'at: new Date()',
    'Date.now() + 1',
  ]) {
    expect(found('plans/archive-plan.ts', text)).toEqual([
      'backend/src/billing/plans/archive-plan.ts asks a clock',
    ]);
  }
});

test('the merchant’s time is fine, and so is a clock in tests and where times are told apart', () => {
  expect(found('plans/a.ts', 'await merchantNow(tx, clock, id); realNow(clock); new Date(at)')).toEqual([]);
  expect(found('plans/a.db.test.ts', 'clock.now()')).toEqual([]);
  expect(found('testing/story.ts', 'clock.now()')).toEqual([]);
  expect(found('clock/merchant-now.ts', 'clock.now()')).toEqual([]);
});

test('billing keeps to it', () => {
  expect(checkBillingTime()).toEqual([]);
});
