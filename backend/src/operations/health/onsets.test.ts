import { expect, test } from 'vitest';
import { degraded, failing, ok } from './check.ts';
import { createOnsets } from './onsets.ts';

const at = (minutes: number) => new Date(Date.UTC(2027, 0, 1, 0, minutes));
const bad = failing('chain.node', 'It is away.', 'Start it.');
const poor = degraded('chain.node', 'It is slow.', 'Wait.');
const well = ok('chain.node', 'It answers.');

test('what is not well has been so since it was first seen so, whether it gets better or worse', () => {
  const see = createOnsets();
  expect(see([well], at(0))).toEqual([{ ...well, since: null }]);
  expect(see([bad], at(1))[0]?.since).toEqual(at(1));
  expect(see([poor], at(3))[0]?.since).toEqual(at(1));
  expect(see([bad], at(6))[0]?.since).toEqual(at(1));
});

test('what was well in between begins anew, and so does what nobody has looked at for long', () => {
  const see = createOnsets();
  see([bad], at(0));
  see([well], at(1));
  expect(see([bad], at(2))[0]?.since).toEqual(at(2));
  expect(see([bad], at(8))[0]?.since).toEqual(at(8));
});

test('a check that is gone is forgotten', () => {
  const see = createOnsets();
  see([bad], at(0));
  see([], at(1));
  expect(see([bad], at(2))[0]?.since).toEqual(at(2));
});
