import 'reflect-metadata';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../api/context.ts';
import { registerBillingFiles } from '../api/rest/billing-files.ts';
import { buildSchema } from '../api/schema.ts';
import { signToken } from '../identity/sign-in/session-token.ts';
import { insertSession } from '../identity/sign-in/sign-in.repository.ts';
import { type Database, openDatabase } from '../platform/database/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { createStaleReads } from '../platform/replica/index.ts';
import { EXPORT_KINDS } from './exports/export.repository.ts';
import { reportPayments } from './payments/report-payments.ts';
import type { BillingServices } from './ports.ts';
import { REPORT_KINDS } from './reports/report-csv.ts';
import { subscribe } from './subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from './testing.ts';

let primary: TestDatabase;
/** Stands for a replica that is far behind: it has the tables, and nothing in them. */
let behind: TestDatabase;
let replica: Database;
let billing: TestBilling;
let schema: GraphQLSchema;
let app: FastifyInstance;
let token: string;
let mayBeStale: boolean;
const readers = new Set<string | undefined>();

beforeAll(async () => {
  [primary, behind] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  billing = await createTestBilling(primary.url);
  replica = openDatabase({ url: behind.url });
  schema = buildSchema();
  app = Fastify();
  registerBillingFiles(app, services());

  const { config, database, clock } = billing.services;
  const planId = await billing.newActivePlan();
  // One who has paid, and one who owes.
  const { transactionId } = await subscribe(billing.services, await billing.newPerson(), planId);
  const { merchantId } = billing.merchant;
  const report = mintReport(merchantId, transactionId, { confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  await subscribe(billing.services, await billing.newPerson(), planId);
  const { sessionId, personId } = billing.owner;
  const createdAt = clock.now();
  const session = {
    id: sessionId,
    personId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 86_400_000),
  };
  await insertSession(database.client, session);
  token = await signToken(config, session);
});
afterAll(async () => {
  await app.close();
  await replica.close();
  await billing.database.close();
  await Promise.all([primary.drop(), behind.drop()]);
});

/** Reads of the test's billing, of which those that may be stale go where the test says. */
function services(): BillingServices {
  const onReplica = createStaleReads({
    database: replica,
    logger: silentLogger,
    primaryUrl: behind.url,
    replicaUrl: undefined,
    poolSize: 1,
    maxLagSeconds: 30,
  });
  const { staleReads } = billing.services;
  const readsFor = (reader: string | undefined) => {
    readers.add(reader);
    return (mayBeStale ? onReplica : staleReads).readsFor(reader);
  };
  return { ...billing.services, staleReads: { ...staleReads, readsFor } } as unknown as BillingServices;
}

const LISTS = {
  plans: 'plans(merchantId: $merchantId) { edges { node { id } } }',
  customers: 'customers(merchantId: $merchantId) { edges { node { id } } }',
  subscriptions: 'subscriptions(merchantId: $merchantId) { edges { node { id } } }',
  invoices: 'invoices(merchantId: $merchantId) { edges { node { id } } }',
} as const;

/** How many rows the owner is shown. */
async function rowsOf(list: keyof typeof LISTS): Promise<number> {
  const answer = await execute({
    schema,
    document: parse(`query ($merchantId: ID!) { ${LISTS[list]} }`),
    variableValues: { merchantId: billing.merchant.merchantId },
    contextValue: createContext(services(), {
      signedIn: { caller: billing.owner, expiresAt: new Date('2100-01-01T00:00:00Z') },
      requestId: 'r',
      logger: silentLogger,
      ip: '127.0.0.1',
    }),
  });
  expect(answer.errors).toBeUndefined();
  return (answer.data as Record<string, { edges: unknown[] }>)[list]?.edges.length ?? -1;
}

/** The lines of a file below its titles. */
async function linesOf(file: string): Promise<number> {
  const { statusCode, body } = await app.inject({
    url: `/api/merchants/${billing.merchant.merchantId}/${file}`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect([statusCode, body]).toEqual([200, expect.stringMatching(/\r\n$/)]);
  return body.split('\r\n').length - 2;
}

test.each(Object.keys(LISTS) as (keyof typeof LISTS)[])('the list of %s may be stale', async (list) => {
  mayBeStale = false;
  expect(await rowsOf(list)).toBe(list === 'plans' ? 1 : 2);
  mayBeStale = true;
  expect(await rowsOf(list)).toBe(0);
});

test.each(EXPORT_KINDS)('the file of %s may be stale', async (kind) => {
  mayBeStale = false;
  expect(await linesOf(`${kind}.csv`)).toBeGreaterThan(0);
  mayBeStale = true;
  expect(await linesOf(`${kind}.csv`)).toBe(0);
});

test.each(REPORT_KINDS)('the report %s may be stale, and is that of who asks', async (kind) => {
  const file = `reports/${kind}.csv?from=2027-01-01&to=2027-02-01`;
  mayBeStale = false;
  // Nothing has been given up.
  expect(await linesOf(file)).toBe(kind === 'uncollectible' ? 0 : 1);
  mayBeStale = true;
  readers.clear();
  expect(await linesOf(file)).toBe(0);
  expect(readers.size).toBe(1);
  expect(readers).not.toContain(undefined);
});
