import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSchema } from '../../backend/src/api/schema.ts';
import { newId } from '../../backend/src/platform/ids.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { connectLive, subscribe } from '../support/live.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

/**
 * What is not for certain people alone: what is on sale and on offer, what an address may use, how to sign in, and
 * invoices for whoever knows their ids.
 */
const PUBLIC = [
  'merchant',
  'plan',
  'planUpdated',
  'entitlement',
  'entitlementToken',
  'savingsRates',
  'currencies',
  'webhookEventTypes',
  'signInChallenge',
  'signIn',
  'redeemPortalLink',
  'publicInvoice',
  'publicPlan',
  'invoiceUpdated',
];
/** For operators, who may narrow what they see to one merchant. */
const OF_OPERATORS = ['installationAuditLog', 'failedEmails'];
/** For customers of the merchant that they name. */
const OF_CUSTOMERS = ['setContact'];

const schema = buildSchema();
type Field = GraphQLField<unknown, unknown>;
const fieldsOf = (operation: 'query' | 'mutation' | 'subscription'): [string, Field][] =>
  Object.entries(schema.getRootType(operation as never)?.getFields() ?? {});

/** A value that the type accepts, whatever it stands for. */
function sampleOf(type: GraphQLInputType, name: string, ids: Record<string, string>): string {
  if (isNonNullType(type)) return sampleOf(type.ofType, name, ids);
  if (isListType(type)) return `[${sampleOf(type.ofType, name, ids)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (type.name === 'JSONObject') return '{}';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map(
      (field) => `${field.name}: ${sampleOf(field.type, field.name, ids)}`,
    );
    return `{ ${fields.join(' ')} }`;
  }
  const sample =
    {
      ID: ids[name] ?? 'x',
      Int: '1',
      Float: '1',
      Boolean: 'true',
      Amount: '1000',
      DateTime: '2026-01-01T00:00:00Z',
    }[type.name] ?? 'x';
  return ['Int', 'Float', 'Boolean'].includes(type.name) ? sample : `"${sample}"`;
}

function selectionOf(type: GraphQLOutputType): string {
  return isLeafType(getNamedType(type)) ? '' : '{ __typename }';
}

function operationOf(kind: string, [name, field]: [string, Field], ids: Record<string, string>): string {
  const samples = field.args
    .filter(isRequiredArgument)
    .map((arg) => `${arg.name}: ${sampleOf(arg.type, arg.name, ids)}`);
  const args = samples.length > 0 ? `(${samples.join(' ')})` : '';
  return `${kind} { ${name}${args} ${selectionOf(field.type)} }`;
}

const ids = {
  id: newId('plan'),
  merchantId: newId('merchant'),
  planId: newId('plan'),
  subscriptionId: newId('subscription'),
  transactionId: newId('transaction'),
  customerId: newId('customer'),
};

let server: TestApi;
let stranger: string;
let merchantId: string;
let key: string;
beforeAll(async () => {
  server = await startTestApi();
  const owner = await signIn(server.graphqlUrl);
  const founded = await graphql(server.graphqlUrl, 'mutation { createMerchant(name: "Shop") { id } }', {
    token: owner.token,
  });
  merchantId = Object(founded.data?.createMerchant).id;
  const issued = await graphql(
    server.graphqlUrl,
    `mutation { createApiKey(merchantId: "${merchantId}", name: "All", scopes: [READ, WRITE]) { secret } }`,
    { token: owner.token },
  );
  key = Object(issued.data?.createApiKey).secret;
  stranger = (await signIn(server.graphqlUrl)).token;
});
afterAll(() => server.stop());

const guarded = (['query', 'mutation'] as const).flatMap((kind) =>
  fieldsOf(kind)
    .filter(([name]) => !PUBLIC.includes(name))
    .map((field) => [`${kind} ${field[0]}`, operationOf(kind, field, ids)] as const),
);

test.each(guarded)('%s needs a session', async (_, operation) => {
  const answer = await graphql(server.graphqlUrl, operation);
  expect([operation, codeOf(answer)]).toEqual([operation, 'UNAUTHENTICATED']);
  expect(answer.status).toBe(401);
});

const live = fieldsOf('subscription')
  .filter(([name]) => !PUBLIC.includes(name))
  .map((field) => [field[0], operationOf('subscription', field, ids)] as const);

test.each(live)('subscription %s needs a session', async (_, operation) => {
  const connection = await connectLive(server.graphqlUrl);
  subscribe(connection, operation);
  const { payload } = await connection.next();
  expect([operation, JSON.stringify(payload)]).toEqual([
    operation,
    expect.stringContaining('"code":"UNAUTHENTICATED"'),
  ]);
  await connection.end();
});

const ofMerchants = (['query', 'mutation'] as const).flatMap((kind) =>
  fieldsOf(kind)
    .filter(
      ([name, { args }]) =>
        !PUBLIC.includes(name) &&
        !OF_OPERATORS.includes(name) &&
        !OF_CUSTOMERS.includes(name) &&
        JSON.stringify(args.map(argumentNames)).includes('merchantId'),
    )
    .map((field) => [`${kind} ${field[0]}`, kind, field] as const),
);

function argumentNames({ name, type }: { name: string; type: GraphQLInputType }): unknown {
  const named = getNamedType(type);
  return isInputObjectType(named) ? [name, ...Object.keys(named.getFields())] : name;
}

test('there are operations of merchants', () => {
  expect(ofMerchants.length).toBeGreaterThan(3);
});

test.each(ofMerchants)('%s tells strangers that there is no such merchant', async (_, kind, field) => {
  const operation = operationOf(kind, field, { ...ids, merchantId });
  const answer = await graphql(server.graphqlUrl, operation, { token: stranger });
  expect([operation, codeOf(answer)]).toEqual([operation, 'NOT_FOUND']);
  expect(answer.errors[0]?.extensions.facts).toEqual({ kind: 'merchant', id: merchantId });
});

/** What API keys may do beside what names its merchant: things of the merchant's, found by their own id. */
const OPEN_TO_KEYS =
  /^(archivePlan|activatePlan|addPrice|archivePrice|(cancel|keep|pause|resume|change)?subscription|changeOptions|previewChange|transaction|(update|delete|open|void)?invoice|markInvoiceUncollectible|applyCredit|createCreditNote|(send|cancel)Refund)$|webhook/i;
/** For customers whom a merchant has let in: to everybody else there is no such session. */
const OF_PORTALS = ['portal', 'endPortalSession'];

const ofPeople = (['query', 'mutation'] as const).flatMap((kind) =>
  fieldsOf(kind)
    .filter(
      ([name, { args }]) =>
        !PUBLIC.includes(name) &&
        !OPEN_TO_KEYS.test(name) &&
        !OF_PORTALS.includes(name) &&
        ([...OF_OPERATORS, ...OF_CUSTOMERS].includes(name) ||
          !JSON.stringify(args.map(argumentNames)).includes('merchantId')),
    )
    .map((field) => [`${kind} ${field[0]}`, operationOf(kind, field, ids)] as const),
);

test('there are operations of people', () => {
  expect(ofPeople.length).toBeGreaterThan(3);
});

test.each(ofPeople)('%s is closed to an API key with every scope', async (_, operation) => {
  const answer = await graphql(server.graphqlUrl, operation, { token: key });
  expect([operation, answer.errors[0]?.extensions]).toEqual([
    operation,
    { code: 'FORBIDDEN', retryable: false, facts: { needs: 'person' } },
  ]);
});
