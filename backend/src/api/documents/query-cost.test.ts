import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { COST_LIMIT, PLAIN_LIST_FACTOR } from './limits.ts';
import { checkCost, costOf } from './query-cost.ts';

const schema = buildSchema(`
  type Query { plans(first: Int! = 20): PlanConnection! plan: Plan me: Person node: Node }
  type PlanConnection { nodes: [Plan!]! edges: [PlanEdge!]! pageInfo: PageInfo! }
  type PlanEdge { cursor: String! node: Plan! }
  type PageInfo { hasNextPage: Boolean! }
  interface Node { id: ID! }
  type Plan implements Node { id: ID! name: String! plans(first: Int! = 20): PlanConnection! }
  type Person { id: ID! plans: [Plan!]! }
`);

function arguments_(source: string, variables: Record<string, unknown> = {}): Parameters<typeof costOf> {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return [schema, document, operation, variables];
}
const cost = (source: string, variables?: Record<string, unknown>) =>
  costOf(...arguments_(source, variables));

test('every field counts one', () => {
  expect(cost('{ plan { id name } me { id } }')).toBe(5);
});

test('a page counts its fields as often as it is long, by literal, variable or default', () => {
  // plans + 5 times (nodes + id + name)
  expect(cost('{ plans(first: 5) { nodes { id name } } }')).toBe(1 + 5 * 3);
  expect(cost('query ($n: Int!) { plans(first: $n) { nodes { id } } }', { n: 7 })).toBe(1 + 7 * 2);
  expect(cost('{ plans { nodes { id } } }')).toBe(1 + 20 * 2);
});

test('pages within pages multiply', () => {
  expect(cost('{ plans(first: 3) { nodes { plans(first: 4) { edges { cursor } } } } }')).toBe(
    1 + 3 * (1 + (1 + 4 * 2)),
  );
});

test('a page size that cannot be known beforehand counts as the largest', () => {
  const largest = 1 + 100 * 2;
  expect(cost('query ($n: Int! = 3) { plans(first: $n) { nodes { id } } }')).toBe(largest);
  expect(cost('{ plans(first: 1000000) { nodes { id } } }')).toBe(largest);
  expect(cost('{ plans(first: -5) { nodes { id } } }')).toBe(largest);
  expect(cost('query ($n: Int!) { plans(first: $n) { nodes { id } } }', { n: 'x' })).toBe(largest);
});

test('a list without pages counts as ten', () => {
  expect(cost('{ me { plans { id } } }')).toBe(1 + (1 + PLAIN_LIST_FACTOR));
});

test('fragments cost what their fields cost, wherever they stand', () => {
  const fragment = 'fragment F on Plan { id name }';
  expect(cost(`{ plan { ...F } } ${fragment}`)).toBe(3);
  expect(cost(`{ plans(first: 2) { nodes { ...F } } } ${fragment}`)).toBe(1 + 2 * 3);
  expect(cost('{ node { ... on Plan { name } ... { id } } }')).toBe(3);
});

test('fragments that double each other are counted in linear time', () => {
  const doubling = Array.from(
    { length: 19 },
    (_, i) => `fragment F${i} on Plan { ...F${i + 1} ...F${i + 1} }`,
  );
  expect(cost(`{ plan { ...F0 } } ${doubling.join(' ')} fragment F19 on Plan { id }`)).toBe(1 + 2 ** 19);
});

test('introspection is free', () => {
  expect(cost('{ __typename __schema { types { name } } }')).toBe(0);
});

test('an operation above the limit is refused with both numbers', () => {
  const source = '{ plans(first: 100) { nodes { plans(first: 100) { nodes { id } } } } }';
  expect(() => checkCost(...arguments_(source))).toThrow(
    expect.objectContaining({
      facts: { limit: `up to ${COST_LIMIT} values, this asks for ${cost(source)}` },
    }),
  );
  expect(() => checkCost(...arguments_('{ plans(first: 100) { nodes { id name } } }'))).not.toThrow();
});
