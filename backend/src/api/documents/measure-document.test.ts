import fc from 'fast-check';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { DOCUMENT_LIMITS } from './limits.ts';
import { measureDocument } from './measure-document.ts';

const measure = (source: string) => () => measureDocument(parse(source));
const refusal = (limit: string) =>
  expect.objectContaining({ code: 'QUERY_TOO_COSTLY', facts: { limit: expect.stringContaining(limit) } });
const times = (count: number, make: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const nest = (depth: number, inner = 'x') => `${'a{'.repeat(depth - 1)}${inner}${'}'.repeat(depth - 1)}`;

/** For each limit a document that just keeps it, and one that just does not. */
const CASES: Record<Exclude<keyof typeof DOCUMENT_LIMITS, 'characters' | 'tokens'>, (n: number) => string> = {
  // Distinct names, ten to a set, so that no other limit is met first.
  fields: (n) =>
    `{ ${times(Math.floor(n / 20), (i) => `g${i} { ${times(19, (j) => `f${j}`)} }`)} ${times(n % 20, (i) => `h${i}`)} }`,
  depth: (n) => `{ ${nest(n)} }`,
  aliases: (n) => `{ a { ${times(n, (i) => `f${i}: x`)} } }`,
  directives: (n) =>
    `{ ${times(10, (i) => `f${i} ${'@skip(if: true) '.repeat(Math.floor(n / 10))}`)} x ${'@skip(if: true) '.repeat(n % 10)} }`,
  fragments: (n) => `{ x } ${times(n, (i) => `fragment F${i} on Q { x }`)}`,
  operations: (n) => times(n, (i) => `query Q${i} { x }`),
  repeats: (n) => `{ a { ${'x '.repeat(n)} } }`,
  rootFields: (n) => `{ ${times(n, (i) => `f${i}`)} }`,
};

test.each(Object.entries(CASES))('a document keeps within the limit of %s, and not beyond', (limit, make) => {
  const most = DOCUMENT_LIMITS[limit as keyof typeof CASES];
  if (limit === 'fields') {
    // 15 groups of 20 fields make 300: the root has fewer than its own limit.
    expect(measure(make(most))).not.toThrow();
    expect(measure(make(most + 1))).toThrow(refusal('fields'));
  } else {
    expect(measure(make(most))).not.toThrow();
    expect(measure(make(most + 1))).toThrow(refusal(limit));
  }
});

test('depth counts through fragments, wherever they are spread', () => {
  const half = DOCUMENT_LIMITS.depth / 2;
  const source = (depth: number) => `{ ${nest(half, '...F')} } fragment F on Q { ${nest(depth)} }`;
  expect(measure(source(half + 1))).not.toThrow();
  expect(measure(source(half + 2))).toThrow(refusal('depth'));
  expect(measure(`{ ${nest(half, '... on Q { ...F }')} } fragment F on Q { ${nest(half + 2)} }`)).toThrow(
    refusal('depth'),
  );
});

test('fragments that contain themselves or each other come to an end', () => {
  expect(measure('{ ...A } fragment A on Q { a { ...A } }')).not.toThrow();
  expect(measure('{ ...A } fragment A on Q { a { ...B } } fragment B on Q { a { ...A } }')).not.toThrow();
});

test('fragments that double each other are measured in linear time', () => {
  const count = DOCUMENT_LIMITS.fragments;
  const doubling = times(count, (i) => `fragment F${i} on Q { ...F${i + 1} a { ...F${i + 1} } }`);
  const started = performance.now();
  expect(measure(`{ ...F0 } ${doubling}`)).toThrow(refusal('depth'));
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('spreads of one fragment count as repeats of one name', () => {
  const spreads = '...F '.repeat(DOCUMENT_LIMITS.repeats + 1);
  expect(measure(`{ ${spreads} } fragment F on Q { x }`)).toThrow(refusal('repeats'));
});

test('the depth of introspection is for graphql-js to limit', () => {
  expect(measure(`{ __schema { ${nest(DOCUMENT_LIMITS.depth + 5)} } }`)).not.toThrow();
});

test('whatever parses is either measured or refused by one of the limits', () => {
  const { selection } = fc.letrec<{ selection: string }>((tie) => ({
    selection: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('a', 'b: a', '...F', '...G', 'a @skip(if: true)'),
      fc.array(tie('selection'), { minLength: 1, maxLength: 6 }).map((inner) => `a { ${inner.join(' ')} }`),
    ),
  }));
  const sets = fc.array(selection, { minLength: 1, maxLength: 8 }).map((inner) => `{ ${inner.join(' ')} }`);
  fc.assert(
    fc.property(sets, sets, sets, (root, f, g) => {
      try {
        measureDocument(parse(`${root} fragment F on Q ${f} fragment G on Q ${g}`));
      } catch (error) {
        expect(error).toMatchObject({ code: 'QUERY_TOO_COSTLY' });
      }
    }),
  );
});
