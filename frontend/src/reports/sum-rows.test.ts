import { expect, test } from 'vitest';
import { sumRows } from './sum-rows.ts';

const row = (rail: string, currency: string, amount: string) => ({ rail, currency, amount });

test('amounts are added up by name and currency, and compared within their currency', () => {
  const sums = sumRows(
    [
      row('bitcoin', 'BTC', '90071992547409930'),
      row('bitcoin', 'BTC', '1'),
      row('charms', 'BTC', '45035996273704965'),
      row('balance', 'USD', '500'),
      row('credit', 'USD', '-200'),
      row('none', 'USD', '3'),
      row('none', 'USD', '-3'),
    ],
    ({ rail }) => rail,
  );
  expect(sums.map(({ name, amount, share }) => [name, amount, share])).toEqual([
    ['bitcoin', 90_071_992_547_409_931n, 1],
    ['charms', 45_035_996_273_704_965n, 0.499],
    ['balance', 500n, 1],
    ['credit', -200n, 0],
  ]);
});
