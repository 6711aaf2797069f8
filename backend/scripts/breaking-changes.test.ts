import { expect, test } from 'vitest';
import { compareSchemas } from './breaking-changes.ts';

const before = 'type Query { plan(id: ID!): Plan } type Plan { id: ID! price: String } enum S { A }';

test('what only adds breaks nobody', () => {
  const after =
    'type Query { plan(id: ID!, at: String): Plan } type Plan { id: ID! price: String! new: Int } enum S { A B }';
  expect(compareSchemas(before, after)).toMatchObject({ refused: [], accepted: [] });
  expect(compareSchemas(before, after).dangerous).toHaveLength(2);
});

test('what is taken away is refused until it is accepted with a reason', () => {
  const after = 'type Query { plan(id: ID!, at: String!): Plan } type Plan { id: ID! } enum S { A }';
  const { refused } = compareSchemas(before, after);
  expect(refused).toEqual([
    'FIELD_REMOVED: Plan.price was removed.',
    'REQUIRED_ARG_ADDED: A required arg at on Query.plan was added.',
  ]);
  const [change = '', other] = refused;
  const accept = (reason: string) => compareSchemas(before, after, [{ change, reason }]);
  expect(accept('Prices have moved to prices.')).toMatchObject({ refused: [other], accepted: [change] });
  expect(accept(' ').refused).toEqual(refused);
});
