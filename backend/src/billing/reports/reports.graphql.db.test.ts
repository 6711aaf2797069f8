import 'reflect-metadata';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../api/context.ts';
import { buildSchema } from '../../api/schema.ts';
import type { PersonScope } from '../../identity/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { BillingServices } from '../ports.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { type REPORT_KINDS, reportCsv } from './report-csv.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let schema: GraphQLSchema;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  schema = buildSchema();
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const REPORTS = `query ($merchantId: ID!, $from: String!, $to: String!, $currency: String!) {
  reports(merchantId: $merchantId, from: $from, to: $to, currency: $currency) {
    currency
    recurring {
      movements { currency opening new churned mrr arr subscriptions grossChurnPpm netChurnPpm }
      months { month movements { currency mrr } customers { closing } }
      customers { opening gained lost closing churnPpm }
      lost { cause mrr } trialsStarted trialsConverted mrrTotal arrTotal
    }
    revenue { rows { month currency rail planId kind amount } sums { currency amount } total }
    receivables { outstanding { currency age invoices amount } uncollectible { amount } outstandingTotal }
  }
}`;

async function ask(person: PersonScope | null, changed: Record<string, string> = {}) {
  const signedIn = person ? { caller: person, expiresAt: new Date('2100-01-01T00:00:00Z') } : undefined;
  const services = billing.services as unknown as BillingServices;
  const answer = await execute({
    schema,
    document: parse(REPORTS),
    variableValues: {
      merchantId: billing.merchant.merchantId,
      from: '2027-01-01',
      to: '2027-03-01',
      currency: 'USD',
      ...changed,
    },
    contextValue: createContext(services, {
      signedIn,
      requestId: 'r',
      logger: silentLogger,
      ip: '127.0.0.1',
    }),
  });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data)).reports;
}

test('a member sees each report, with totals in the currency that was chosen', async () => {
  const { services, clock, database, merchant, owner } = billing;
  const planId = await billing.newActivePlan();
  const { transactionId } = await subscribe(services, await billing.newPerson(), planId);
  const report = mintReport(merchant.merchantId, transactionId, { confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  await subscribe(services, await billing.newPerson(), planId);
  expect(await ask(owner)).toEqual({
    currency: 'USD',
    recurring: {
      movements: [
        {
          currency: 'BTC',
          opening: '0',
          new: '25000',
          churned: '0',
          mrr: '25000',
          arr: '300000',
          subscriptions: 1,
          grossChurnPpm: null,
          netChurnPpm: null,
        },
      ],
      months: [
        { month: '2027-01-01', movements: [{ currency: 'BTC', mrr: '25000' }], customers: { closing: 1 } },
        { month: '2027-02-01', movements: [{ currency: 'BTC', mrr: '25000' }], customers: { closing: 1 } },
      ],
      customers: { opening: 0, gained: 1, lost: 0, closing: 1, churnPpm: null },
      lost: [],
      trialsStarted: 0,
      trialsConverted: 0,
      mrrTotal: '2500',
      arrTotal: '30000',
    },
    revenue: {
      rows: [
        { month: '2027-01-01', currency: 'BTC', rail: 'charms', planId, kind: 'payment', amount: '25000' },
      ],
      sums: [{ currency: 'BTC', amount: '25000' }],
      total: '2500',
    },
    receivables: {
      outstanding: [{ currency: 'BTC', age: 'NOT_DUE', invoices: 1, amount: '25000' }],
      uncollectible: [],
      outstandingTotal: '2500',
    },
  });
});

test('each report is a table too', async () => {
  const { services, merchant } = billing;
  const source = { services, reads: services.database.client };
  const days = { from: '2027-01-01', to: '2027-02-01' };
  const csv = (kind: (typeof REPORT_KINDS)[number]) => reportCsv(source, merchant, kind, days);
  expect(await csv('recurring')).toMatch(
    /^month,currency,opening,.*\r\n2027-01-01,BTC,0,25000,0,0,0,0,25000,300000,1,,\r\n$/,
  );
  expect(await csv('revenue')).toMatch(/\r\n2027-01-01,BTC,charms,plan_\w+,payment,25000\r\n$/);
  expect(await csv('outstanding')).toBe('currency,age,invoices,amount\r\nBTC,not_due,1,25000\r\n');
  expect(await csv('uncollectible')).toBe('currency,invoices,amount\r\n');
  await expect(reportCsv(source, merchant, 'revenue', { from: '', to: '' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

test('nobody else sees them', async () => {
  await expect(ask(null)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(await billing.newPerson())).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test.each([
  [{ from: '2027-02-30' }, 'INVALID_INPUT'],
  [{ from: '2027-1-1' }, 'INVALID_INPUT'],
  [{ to: '2027-01-01' }, 'INVALID_INPUT'],
  [{ to: '2099-01-01' }, 'INVALID_INPUT'],
  [{ currency: 'XXX' }, 'CURRENCY_UNKNOWN'],
])('%j is refused', async (changed, code) => {
  await expect(ask(billing.owner, changed)).rejects.toMatchObject({ code });
});
