import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const written = (...ats: number[]) => {
  const acknowledged = ats.map((at) => ({ key: `k${at}`, amount: BigInt(at), at }));
  return { acknowledged, tried: new Set(acknowledged.map(({ key }) => key)) };
};
const books = (...ats: number[]) => new Map(ats.map((at) => [`k${at}`, BigInt(at)]));

test('nothing lost is nothing', () => {
  expect(compare(written(1, 2), books(1, 2), 9_000)).toMatchObject({ lost: 0, lossSeconds: 0, problems: [] });
});

test('the loss reaches back to the first that is missing, not the last that is there', () => {
  const { lost, lossSeconds } = compare(written(1_000, 4_000, 5_000), books(1_000, 5_000), 9_000);
  expect([lost, lossSeconds]).toEqual([1, 5]);
});

test('another amount and a transfer of nobody are problems of their own', () => {
  const restored = new Map([
    ['k1', 2n],
    ['k7', 7n],
  ]);
  expect(compare(written(1), restored, 9_000).problems).toEqual([
    'k1 is 2 where 1 was posted',
    'k7 was never posted',
  ]);
});
