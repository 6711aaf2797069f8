import { expect, test } from 'vitest';
import { ID_PREFIXES, type IdKind, isId, newId } from './ids.ts';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];

test.each(KINDS)('an id of a %s tells its kind, and passes for no other', (kind) => {
  const id = newId(kind);
  expect(id).toMatch(new RegExp(`^${ID_PREFIXES[kind]}_[0-7][0-9a-hjkmnp-tv-z]{25}$`));
  expect(KINDS.filter((each) => isId(each, id))).toEqual([kind]);
});

test('ids sort by the millisecond of their making', async () => {
  const first = newId('plan');
  const made = Date.now();
  while (Date.now() === made);
  expect(newId('plan') > first).toBe(true);
});

test('prefixes are short, lower case and unlike each other', () => {
  const prefixes = Object.values(ID_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{2,9}$/);
});

test.each([
  '',
  'plan',
  'plan_',
  'plan_x',
  `plan_${'8'.repeat(26)}`,
  `PLAN_${'0'.repeat(26)}`,
  `plan_${'u'.repeat(26)}`,
])('%j is no id', (text) => {
  expect(isId('plan', text)).toBe(false);
});
