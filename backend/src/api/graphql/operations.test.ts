import { type DocumentNode, execute, GraphQLError, parse } from 'graphql';
import { compileQuery } from 'graphql-jit';
import {
  Arg,
  buildSchemaSync,
  Field,
  FieldResolver,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { expect, test, vi } from 'vitest';
import type { GraphQLContext } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { Amount } from '../../platform/graphql/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { formatGraphQLError } from './format-error.ts';
import { type Compile, createOperations } from './operations.ts';
import { readFieldsDirectly } from './simple-fields.ts';

const SECRET = 'password=hunter2';

@ObjectType()
class Thing {
  @Field(() => Int)
  declare n: number;

  @Field(() => Amount, { nullable: true })
  declare amount: bigint | null;

  @Field(() => [Thing], { nullable: true })
  declare things: Thing[] | null;
}

@InputType()
class ThingInput {
  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => [Int], { nullable: true })
  declare numbers?: number[] | null;
}

const thing = (n: number): Thing => ({ n, amount: BigInt(n), things: null });

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => Thing, { nullable: true })
  async thing(@Arg('n', () => Int, { defaultValue: 1 }) n: number): Promise<Thing | null> {
    return n === 0 ? null : { ...thing(n), things: [thing(2), thing(3)] };
  }

  @Query(() => [Thing])
  many(@Arg('input', () => ThingInput) { amount, numbers }: ThingInput): Thing[] {
    return [{ ...thing(1), amount }, ...(numbers ?? []).map(thing)];
  }

  @Query(() => Int)
  sync(): number {
    throw new Error(SECRET);
  }

  @Query(() => Int)
  async late(): Promise<number> {
    throw new Error(SECRET);
  }

  @Query(() => Int, { nullable: true })
  refused(): number {
    throw new InvalidInputError('n', 'something else');
  }

  @Query(() => Int, { nullable: true })
  text(): number {
    throw SECRET;
  }

  @Query(() => Int, { nullable: true })
  claiming(): number {
    throw Object.assign(new Error(SECRET), { extensions: { code: 'BAD_REQUEST' } });
  }

  @Query(() => Int, { nullable: true })
  graphql(): number {
    throw new GraphQLError(SECRET);
  }

  @Query(() => Int, { nullable: true })
  returned(): number {
    return new Error(SECRET) as unknown as number;
  }

  @Query(() => Int)
  missing(): number | undefined {
    return undefined;
  }

  @Query(() => Amount, { nullable: true })
  unserializable(): bigint {
    return 5 as unknown as bigint;
  }

  @Query(() => [Thing], { nullable: true })
  wrongItems(): Thing[] {
    return [thing(1), { ...thing(2), n: null as unknown as number }];
  }

  @Mutation(() => Int)
  async step(@Arg('n', () => Int) n: number): Promise<number> {
    steps.push(n);
    await Promise.resolve();
    steps.push(-n);
    return n;
  }

  @FieldResolver(() => Int, { nullable: true })
  async odd(@Root() { n }: Thing): Promise<number | null> {
    if (n % 2 === 0) throw new Error(SECRET);
    return n;
  }
}

let steps: number[] = [];
readFieldsDirectly();
const schema = buildSchemaSync({ resolvers: [ThingResolver], validate: false });
const operations = createOperations(schema, { compilingShare: 1 });
const context = {} as GraphQLContext;

/** As a client sees it, but for references, which are new each time, and where in the text an error lies. */
function shown({ data, errors }: { data?: unknown; errors?: readonly GraphQLError[] }) {
  const formatted = errors?.map((error) => formatGraphQLError(error, silentLogger));
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: formatted
      ?.map(({ message, path, extensions }) => ({
        message: message.replace(/[0-9a-f-]{8,}/g, ''),
        path,
        code: extensions?.code,
      }))
      .sort((a, b) => (`${a.path}` < `${b.path}` ? -1 : 1)),
  };
}

const compiled = async (document: DocumentNode, variables: Record<string, unknown>) =>
  shown(await operations.find(document, undefined).run(context, variables));
const interpreted = async (document: DocumentNode, variableValues: Record<string, unknown>) =>
  shown(await execute({ schema, document, variableValues, contextValue: context }));

test.each<[string, Record<string, unknown>?]>([
  ['{ thing { n amount odd things { n odd things { n } } } }'],
  ['{ a: thing(n: 0) { n } b: thing(n: 3) { __typename ...T } } fragment T on Thing { n x: amount }'],
  ['query ($n: Int! = 5) { thing(n: $n) { n } }'],
  ['query ($n: Int! = 5) { thing(n: $n) { n } }', { n: 7, unknown: 1 }],
  ['query ($a: Amount! = 7) { many(input: { amount: $a }) { amount } }'],
  ['query ($n: Int) { thing(n: $n) { n } }', { n: null }],
  ['query ($n: Int!) { thing(n: $n) { n } }'],
  ['query ($n: Int!) { thing(n: $n) { n } }', { n: '1' }],
  ['query ($n: Int!) { thing(n: $n) { n } }', { n: 2 ** 31 }],
  [
    'query ($i: ThingInput!) { many(input: $i) { n amount } }',
    { i: { amount: '9007199254740993', numbers: 4 } },
  ],
  ['query ($i: ThingInput!) { many(input: $i) { n amount } }', { i: { amount: '1.5' } }],
  ['query ($i: ThingInput!) { many(input: $i) { n amount } }', { i: { amount: '1', extra: true } }],
  ['query ($i: ThingInput!) { many(input: $i) { n amount } }', { i: [] }],
  ['query ($a: Amount!) { many(input: { amount: $a, numbers: [1, 2] }) { n amount odd } }', { a: '12' }],
  ['{ sync }'],
  ['{ late }'],
  ['{ refused text claiming graphql returned }'],
  ['{ missing }'],
  ['{ thing { n } unserializable }'],
  ['{ wrongItems { n amount } refused }'],
  ['query ($skip: Boolean!) { thing { n amount @skip(if: $skip) } }', { skip: true }],
  ['{ __schema { queryType { name fields { name } } } __type(name: "Thing") { name } }'],
])('%s answers as graphql-js does, %j', async (source, variables = {}) => {
  const document = parse(source);
  const answer = await compiled(document, variables);
  expect(answer).toEqual(await interpreted(document, variables));
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('mutations run one after the other', async () => {
  steps = [];
  const document = parse('mutation { a: step(n: 1) b: step(n: 2) c: step(n: 3) }');
  expect((await compiled(document, {})).data).toEqual({ a: 1, b: 2, c: 3 });
  expect(steps).toEqual([1, -1, 2, -2, 3, -3]);
});

test('an operation is chosen by its name, which is needed among several', async () => {
  const document = parse('query A { thing { n } } query B { thing(n: 2) { n } }');
  expect(await operations.find(document, 'B').run(context, {})).toEqual({ data: { thing: { n: 2 } } });
  expect(() => operations.find(document, undefined)).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST' }),
  );
  expect(() => operations.find(document, 'C')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});

test('an operation is compiled once for its document', () => {
  const document = parse('{ thing { n } }');
  expect(operations.find(document, undefined)).toBe(operations.find(document, undefined));
});

/** Fragments that each spread the next one several times: short to write, long to write out. */
function doubling(levels: number, times: number): string {
  const spreads = (below: string) => Array.from({ length: times }, (_, i) => `f${i}: things { ${below} }`);
  const fragments = Array.from({ length: levels }, (_, i) => {
    const below = i === levels - 1 ? 'n' : `...F${i + 1}`;
    return `fragment F${i} on Thing { ${spreads(below).join(' ')} }`;
  });
  return `{ thing { ...F0 } } ${fragments.join(' ')}`;
}

test('what costs too much is refused without being compiled', async () => {
  const compile = vi.fn<Compile>(compileQuery);
  const document = parse(doubling(10, 3));
  const operation = createOperations(schema, { compile }).find(document, undefined);
  await expect(operation.run(context, {})).rejects.toMatchObject({ code: 'QUERY_TOO_COSTLY' });
  expect(compile).not.toHaveBeenCalled();
});

test('what is long once it is written out is interpreted', async () => {
  const compile = vi.fn<Compile>(compileQuery);
  const document = parse(`{ ${Array.from({ length: 301 }, (_, i) => `a${i}: refused`).join(' ')} }`);
  await createOperations(schema, { compile }).find(document, undefined).run(context, {});
  expect(compile).not.toHaveBeenCalled();
});

test('new operations are interpreted while enough time went into compiling others, and compiled later', async () => {
  const time = vi.spyOn(performance, 'now');
  const compile = vi.fn<Compile>((...args) => {
    time.mockReturnValue(1_010);
    return compileQuery(...args);
  });
  const some = createOperations(schema, { compile, compilingShare: 0.1 });
  time.mockReturnValue(1_000);
  await some.find(parse('{ thing { n } }'), undefined).run(context, {});
  const late = some.find(parse('{ thing(n: 2) { n } }'), undefined);
  time.mockReturnValue(1_099);
  expect(await late.run(context, {})).toEqual({ data: { thing: { n: 2 } } });
  expect(compile).toHaveBeenCalledTimes(1);
  time.mockReturnValue(1_101);
  for (let i = 0; i < 2; i++) expect(await late.run(context, {})).toEqual({ data: { thing: { n: 2 } } });
  expect(compile).toHaveBeenCalledTimes(2);
  time.mockRestore();
});
