import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  AdjustCredit,
  AuditLog,
  CharmBillsError,
  CreateInvoice,
  CreatePlan,
  CreatePortalSession,
  Customers,
  createClient,
  EntitlementToken,
  Invoice,
  Invoices,
  OpenInvoice,
  Payments,
  Plan,
  Refunds,
  RevokePortalSessions,
  UpdateCustomer,
  VoidInvoice,
  verifyWebhook,
} from '@charmbills/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../backend/src/platform/ids.ts';
import { newSecret } from '../../backend/src/webhooks/signing/secret.ts';
import { createSigner } from '../../backend/src/webhooks/signing/sign.ts';
import { graphql } from '../support/graphql.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = 'packages/sdk/examples/sell-a-plan.ts';

let server: TestApi;
let merchantId: string;
let address: string;
let key: string;
beforeAll(async () => {
  server = await startTestApi();
  const owner = await signIn(server.graphqlUrl);
  ({ address } = owner.person);
  const ask = async (query: string) => {
    const { data } = await graphql(server.graphqlUrl, `mutation { it: ${query} }`, { token: owner.token });
    return Object(data?.it);
  };
  merchantId = (await ask('createMerchant(name: "Shop", test: true) { id }')).id;
  const made = `createApiKey(merchantId: "${merchantId}", name: "SDK", scopes: [READ, WRITE]) { secret }`;
  key = (await ask(made)).secret;
});
afterAll(() => server.stop());

const client = (token = key) => createClient({ url: server.graphqlUrl, token, retries: 0 });

test('the example of the README runs, and again to the same plan', async () => {
  const example = readFileSync(new URL(`../../${EXAMPLE}`, import.meta.url), 'utf8');
  const readme = readFileSync(new URL('../../packages/sdk/README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  const run = async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions=source', EXAMPLE, merchantId, address],
      { cwd: ROOT, env: { ...process.env, CHARMBILLS_URL: server.graphqlUrl, CHARMBILLS_API_KEY: key } },
    );
    return stdout.trim().split('\n');
  };
  const lines = await run();
  expect(lines).toEqual([
    'Reader: 25000 sats, DRAFT',
    expect.stringMatching(/^plan_\w+ Reader$/),
    'not subscribed',
    expect.stringMatching(/^refused: priceSats/),
  ]);
  expect(await run()).toEqual(lines);
});

test('what is asked by key is in the log of the merchant, and what is not there is an error by its code', async () => {
  const { auditLog } = await client().request(AuditLog, { merchantId, action: 'plan.created' });
  expect(auditLog.nodes).toMatchObject([{ actor: { kind: 'API_KEY' } }]);
  const missing = client().request(Plan, { id: 'plan_x' });
  await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND', facts: { kind: 'plan', id: 'plan_x' } });
  await expect(missing).rejects.toBeInstanceOf(CharmBillsError);
});

test('what the backend signs the client verifies, under the old secret and the new', async () => {
  const now = new Date();
  const [old, next] = [newSecret(), newSecret()];
  const body = JSON.stringify({ type: 'plan.updated', timestamp: now.toISOString(), data: { id: 'é' } });
  const headers = createSigner([next, old]).headersOf({ id: 'msg_1', body }, now);
  for (const secret of [old, next]) {
    expect(await verifyWebhook({ body, headers, secret, now })).toEqual({ id: 'msg_1', ...JSON.parse(body) });
  }
  await expect(verifyWebhook({ body, headers, secret: newSecret(), now })).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
  });
});

test('a mutation whose answer is lost on the way is done once', async () => {
  const lossy: typeof fetch = async (...args) => {
    const response = await fetch(...args);
    lost.push(await response.text());
    if (lost.length < 3) throw new TypeError('the connection was reset');
    return new Response(lost.at(-1), response);
  };
  const lost: string[] = [];
  const { createPlan } = await createClient({
    url: server.graphqlUrl,
    token: key,
    backoffMs: 0,
    fetch: lossy,
  }).request(CreatePlan, {
    input: {
      merchantId,
      name: 'Once',
      priceSats: '1000',
      interval: { unit: 'DAY', count: 1 },
      payoutAddress: address,
    },
  });
  expect(lost).toHaveLength(3);
  for (const answer of lost) expect(answer).toContain(createPlan.id);
});

test('a merchant’s server invoices a customer, lets them in, and reads what has come', async () => {
  const { clock, database } = server.services;
  const customerId = newId('customer');
  await database.client.customer.create({
    data: { merchantId, id: customerId, address, createdAt: clock.now() },
  });
  const sdk = client();
  const { updateCustomer } = await sdk.request(UpdateCustomer, {
    merchantId,
    customerId,
    input: { name: 'Ada' },
  });
  expect(updateCustomer).toMatchObject({ id: customerId, name: 'Ada', credit: [] });
  const { createInvoice } = await sdk.request(CreateInvoice, {
    input: { merchantId, customerId, currency: 'USD', items: [{ description: 'Work', unitAmount: '500' }] },
  });
  expect(createInvoice).toMatchObject({ status: 'DRAFT', total: '500' });
  const invoiceId = createInvoice.id;
  const { openInvoice } = await sdk.request(OpenInvoice, { invoiceId });
  expect(openInvoice).toMatchObject({ status: 'OPEN', number: 1, amountDue: '500' });
  const { invoice } = await sdk.request(Invoice, { id: invoiceId });
  expect(invoice.lines).toMatchObject([{ description: 'Work', amount: '500' }]);
  const { invoices } = await sdk.request(Invoices, { merchantId, customerId, status: 'OPEN' });
  expect(invoices.nodes.map(({ id }) => id)).toEqual([invoiceId]);
  expect((await sdk.request(Payments, { merchantId, invoiceId })).payments.nodes).toEqual([]);
  expect((await sdk.request(Refunds, { merchantId, status: 'REQUESTED' })).refunds.nodes).toEqual([]);
  const { voidInvoice } = await sdk.request(VoidInvoice, { invoiceId, reason: 'A mistake' });
  expect(voidInvoice.status).toBe('VOID');
  await sdk.request(AdjustCredit, {
    input: { merchantId, customerId, amount: '300', currency: 'USD', reason: 'Sorry' },
  });
  const { customers } = await sdk.request(Customers, { merchantId, search: 'Ada' });
  expect(customers.nodes).toMatchObject([{ credit: [{ currency: 'USD', available: '300' }] }]);
  const { createPortalSession } = await sdk.request(CreatePortalSession, { merchantId, customerId });
  expect(createPortalSession.url).toContain('/portal#');
  expect((await sdk.request(RevokePortalSessions, { merchantId, customerId })).revokePortalSessions).toBe(1);
  const { entitlementToken } = await sdk.request(EntitlementToken, { merchantId, address });
  // They have subscribed to nothing.
  expect(entitlementToken).toBeNull();
});
