import fc from 'fast-check';
import { buildSchemaSync, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { type Connection, connectionOf, cursorOf, PAGE_SIZE_LIMIT, readPage, toConnection } from './index.ts';

test('paging through a list meets every row once, in order, whatever the page size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 }), (count, first) => {
      const rows = Array.from({ length: count }, () => ({ id: newId('plan') })).sort((a, b) =>
        a.id < b.id ? 1 : -1,
      );
      const met: string[] = [];
      let after: string | null = null;
      for (;;) {
        const page = readPage({ first, after }, 'plan');
        const found = rows.filter(({ id }) => !page.beforeId || id < page.beforeId).slice(0, page.take);
        const { nodes, pageInfo } = toConnection(found, page, (row) => row);
        met.push(...nodes.map(({ id }) => id));
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(met).toEqual(rows.map(({ id }) => id));
    }),
  );
});

test('an empty list has no cursor and no next page', () => {
  const page = readPage({ first: 5 }, 'plan');
  expect(toConnection([], page, (row) => row)).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
});

test.each([0, -1, 1.5, PAGE_SIZE_LIMIT + 1, Number.NaN])('a page size of %s is refused', (first) => {
  expect(() => readPage({ first }, 'plan')).toThrow(expect.objectContaining({ field: 'first' }));
});

test.each(['', 'x', "'; DROP TABLE plans", cursorOf(newId('price'))])('the cursor %j is refused', (after) => {
  expect(() => readPage({ first: 1, after }, 'plan')).toThrow(expect.objectContaining({ field: 'after' }));
});

test('a connection type carries edges, nodes and page info', () => {
  @ObjectType()
  class Thing {
    @Field(() => String)
    declare id: string;
  }
  const ThingConnection = connectionOf(Thing, 'Thing');
  @Resolver()
  class ThingResolver {
    @Query(() => ThingConnection)
    things(): Connection<Thing> {
      return toConnection([], readPage({ first: 1 }, 'plan'), (thing: Thing) => thing);
    }
  }
  const schema = buildSchemaSync({ resolvers: [ThingResolver], validate: false });
  expect(schema.getType('ThingConnection')?.toString()).toBe('ThingConnection');
  expect(schema.getType('ThingEdge')).toBeDefined();
});
