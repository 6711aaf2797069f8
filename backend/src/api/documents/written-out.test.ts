import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fieldsWrittenOut } from './written-out.ts';

function count(source: string): number {
  const document = parse(source);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return fieldsWrittenOut(document, operation);
}

test.each([
  ['{ a b }', 2],
  ['{ a { b { c } } }', 3],
  ['{ a { ... { b } ... on T { c d } } }', 4],
  ['{ a { ...F } b { ...F } } fragment F on T { c d { e } }', 8],
  [
    '{ ...F } fragment F on T { a { ...G } b { ...G } } fragment G on T { c { ...H } d { ...H } } fragment H on T { e }',
    10,
  ],
  ['{ ...Missing }', 0],
])('%s has %i fields', (source, fields) => {
  expect(count(source)).toBe(fields);
});

test('fragments that multiply are counted without being written out', () => {
  const levels = Array.from(
    { length: 40 },
    (_, i) => `fragment F${i} on T { a { ...F${i + 1} } b { ...F${i + 1} } }`,
  );
  expect(count(`{ ...F0 } ${levels.join(' ')} fragment F40 on T { c }`)).toBe(2 ** 40 * 3 - 2);
});
