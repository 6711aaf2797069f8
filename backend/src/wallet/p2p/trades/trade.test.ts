import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ENDED_STATUSES,
  isOpen,
  nextTradeStatus,
  roleIn,
  TRADE_STATUSES,
  type TradeInput,
  type TradeStatus,
} from './trade.ts';

const INPUTS: readonly TradeInput[] = ['pay', 'release', 'cancel', 'expire', 'dispute', 'award', 'refund'];

function run(inputs: readonly TradeInput[]): TradeStatus[] {
  let status: TradeStatus = 'awaiting_payment';
  return inputs.map((input) => {
    status = nextTradeStatus(status, input) ?? status;
    return status;
  });
}

test('no sequence of inputs leaves an ended trade, or expires or refunds what may have been paid for', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...INPUTS), { maxLength: 12 }), (inputs) => {
      const statuses = run(inputs);
      const end = statuses.findIndex((status) => !isOpen(status));
      if (end >= 0) expect(new Set(statuses.slice(end)).size).toBe(1);
      const last = statuses.at(-1);
      if (statuses.includes('paid')) expect(last).not.toBe('expired');
      if (last === 'refunded') expect(statuses).toContain('disputed');
    }),
  );
});

test.each(TRADE_STATUSES)('whatever is %s can be told from an ended trade', (status) => {
  const allowed = INPUTS.filter((input) => nextTradeStatus(status, input) !== undefined);
  expect(isOpen(status)).toBe(allowed.length > 0);
  expect(isOpen(status)).toBe(!(ENDED_STATUSES as readonly string[]).includes(status));
});

test('every status is reached', () => {
  const reached = new Set([
    'awaiting_payment',
    ...['release', 'cancel', 'expire'].map((input) => run([input as TradeInput])[0]),
  ]);
  for (const status of [...run(['pay', 'dispute', 'refund']), ...run(['pay', 'dispute', 'award'])])
    reached.add(status);
  expect([...reached].sort()).toEqual([...TRADE_STATUSES].sort());
});

test('a trade has two sides', () => {
  const trade = { buyerId: 'b', sellerId: 's' };
  expect(['b', 's', 'x'].map((personId) => roleIn(trade, { personId }))).toEqual([
    'buyer',
    'seller',
    undefined,
  ]);
});
