import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildSchema } from '../../backend/src/api/schema.ts';
import { newId } from '../../backend/src/platform/ids.ts';
import { graphql } from '../support/graphql.ts';
import { type Person, startWalletStack, type WalletStack } from '../support/wallet-stack.ts';

vi.setConfig({ testTimeout: 120_000 });

const NUL = '\u0000';
/** What no honest client sends, by type. */
const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  String: ['', NUL, `a${NUL}b`, '\ud800', 'x'.repeat(20_000), "'; DROP TABLE people; --"],
  ID: ['', NUL, `a${NUL}b`, '\ud800', 'x'.repeat(20_000), "' OR true --", '../../etc/passwd'],
  Amount: ['0', '-1', `-${'9'.repeat(38)}`, '9'.repeat(38), `1${'0'.repeat(37)}`],
  Int: [0, -1, 2_147_483_647, -2_147_483_648],
  DateTime: ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
};
/** What is none of the type at all. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  Amount: ['1.5', '1e3', '0x10', ' 1', '01', '+1', '-0', '', '٣', 1.5, 1, true, {}, ['1'], '9'.repeat(39)],
};

const schema = buildSchema();
type Field = GraphQLField<unknown, unknown>;
type Slot = { readonly path: readonly string[]; readonly type: string };

const fields = (['query', 'mutation'] as const).flatMap((kind) =>
  Object.entries(schema.getRootType(kind as never)?.getFields() ?? {}).map(
    ([name, field]) => [`${kind} ${name}`, kind, name, field as Field] as const,
  ),
);

/** Known ids of each kind, so that what else is hostile is reached. */
let known: Record<string, string> = {};
let server: WalletStack;
let operator: Person;
beforeAll(async () => {
  server = await startWalletStack();
  operator = await server.newOperator({ BTC: 10n ** 12n, USDC: 10n ** 12n });
  known = { tradeId: newId('trade'), offerId: newId('offer'), quoteId: newId('swapQuote') };
});
afterAll(() => server.stop());

function honest(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return honest(type.ofType, name);
  if (isListType(type)) return [honest(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, honest(field.type, field.name)]),
    );
  }
  const byName: Record<string, unknown> = {
    ...known,
    currency: 'BTC',
    fromCurrency: 'BTC',
    toCurrency: 'USDC',
    priceCurrency: 'EUR',
    asset: 'btc',
    paymentMethods: 'SEPA',
    address: 'bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7',
    unitPrice: '60000',
  };
  const byType: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    Amount: '1000000',
    DateTime: '2099-01-01T00:00:00Z',
  };
  return byName[name] ?? byType[type.name] ?? 'x';
}

function slotsOf(type: GraphQLInputType, path: readonly string[]): Slot[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) => slotsOf(field.type, [...path, field.name]));
  }
  return [{ path, type: named.name }];
}

/** The honest input with something hostile in one place. */
function poison(args: readonly GraphQLArgument[], path: readonly string[], value: unknown) {
  const input = Object.fromEntries(args.map(({ name, type }) => [name, honest(type, name)]));
  let place: Record<string, unknown> = input;
  for (const name of path.slice(0, -1)) place = Object(place[name]);
  const last = path.at(-1) ?? '';
  place[last] = Array.isArray(place[last]) ? [value] : value;
  return input;
}

function operationOf(kind: string, name: string, field: Field): string {
  const variables = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const args = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return args
    ? `${kind} (${variables}) { ${name}(${args}) ${selection} }`
    : `${kind} { ${name} ${selection} }`;
}

const withArguments = fields.filter(([, , , { args }]) => args.length > 0);

test.each(withArguments)(
  '%s refuses what is hostile by name, in every place',
  async (_, kind, name, field) => {
    const query = operationOf(kind, name, field);
    const wrong: unknown[] = [];
    for (const { path, type } of field.args.flatMap((arg) => slotsOf(arg.type, [arg.name]))) {
      for (const value of [...(HOSTILE[type] ?? []), ...(WRONG[type] ?? [])]) {
        const variables = poison(field.args, path, value);
        const { errors } = await graphql(server.graphqlUrl, query, { token: operator.token, variables });
        const codes = errors.map(({ extensions }) => extensions.code);
        const isAccepted = codes.length === 0 && WRONG[type]?.includes(value);
        if (isAccepted || codes.includes('INTERNAL')) {
          wrong.push([path.join('.'), String(JSON.stringify(value)).slice(0, 50), codes]);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('nothing of all that has moved money that is not there', async () => {
  expect(await server.ledgerProblem()).toBeNull();
});
