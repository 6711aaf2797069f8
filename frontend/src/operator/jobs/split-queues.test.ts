import { expect, test } from 'vitest';
import { splitQueues } from './split-queues.ts';

const queue = (
  name: string,
  depth: Partial<Record<'due' | 'active' | 'deferred' | 'dead', number>> = {},
) => ({
  name,
  due: 0,
  active: 0,
  deferred: 0,
  dead: 0,
  ...depth,
});

test('queues with dead letters come first, those with nothing to do apart', () => {
  const { busy, idle } = splitQueues([
    queue('a'),
    queue('b', { due: 1 }),
    queue('c', { dead: 2 }),
    queue('d'),
    queue('e', { deferred: 3 }),
    queue('f', { active: 1, dead: 1 }),
  ]);
  expect(busy.map(({ name }) => name)).toEqual(['c', 'f', 'b', 'e']);
  expect(idle.map(({ name }) => name)).toEqual(['a', 'd']);
});
