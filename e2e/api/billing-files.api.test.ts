import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../backend/src/platform/ids.ts';
import { graphql } from '../support/graphql.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let api: TestApi;
let owner: Session;
let stranger: Session;
beforeAll(async () => {
  api = await startTestApi();
  owner = await signIn(api.graphqlUrl);
  stranger = await signIn(api.graphqlUrl);
});
afterAll(() => api.stop());

const get = (path: string, session?: Session) =>
  fetch(`${api.url}/api/${path}`, {
    headers: session ? { authorization: `Bearer ${session.token}` } : {},
  });

test('lists are for members of the merchant, and documents for those they are about', async () => {
  const { clock, database } = api.services;
  const merchantId = newId('merchant');
  const now = clock.now();
  await database.client.merchant.create({ data: { id: merchantId, name: 'Shop', createdAt: now } });
  await database.client.merchantMember.create({
    data: { merchantId, personId: owner.person.id, role: 'viewer', createdAt: now },
  });
  for (const kind of ['invoices', 'payments', 'customers', 'subscriptions']) {
    const path = `merchants/${merchantId}/${kind}.csv`;
    const answer = await get(path, owner);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(await answer.text()).toMatch(/^id,[a-z_,]+\r\n$/);
    expect((await get(path)).status).toBe(401);
    expect((await get(path, stranger)).status).toBe(404);
  }
  const customerId = newId('customer');
  await database.client.customer.create({
    data: { merchantId, id: customerId, address: stranger.person.address, createdAt: now },
  });
  await database.client.merchantMember.updateMany({ where: { merchantId }, data: { role: 'admin' } });
  const { token } = owner;
  const written = await graphql(
    api.graphqlUrl,
    `mutation ($merchantId: ID!, $customerId: ID!) { createInvoice(input: { merchantId: $merchantId,
      customerId: $customerId, currency: "USD", items: [{ description: "Work", unitAmount: "500" }] }) { id } }`,
    { variables: { merchantId, customerId }, token },
  );
  const draft = written.data?.createInvoice as { id: string };
  expect((await get(`invoices/${draft.id}.pdf`, stranger)).status).toBe(404);
  const opening =
    'mutation ($id: ID!) { openInvoice(invoiceId: $id) { number amountDue lines { amount } pdfUrl receiptUrl } }';
  const opened = await graphql(api.graphqlUrl, opening, { variables: draft, token });
  const invoice = opened.data?.openInvoice as { pdfUrl: string };
  expect(invoice).toMatchObject({
    number: 1,
    amountDue: '500',
    lines: [{ amount: '500' }],
    receiptUrl: null,
  });
  for (const session of [owner, stranger]) {
    const pdf = await get(`invoices/${draft.id}.pdf`, session);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect((await pdf.text()).startsWith('%PDF-')).toBe(true);
  }
  const { pathname, search } = new URL(invoice.pdfUrl);
  const linked = await fetch(`${api.url}${pathname}${search}`);
  expect(linked.status).toBe(200);
  expect(linked.headers.get('content-disposition')).toContain('inline');
  expect((await linked.text()).startsWith('%PDF-')).toBe(true);
  const forged = await fetch(`${api.url}${pathname}${search.replace(/expires=\d/, 'expires=9')}`);
  expect(forged.status).toBe(401);
  expect(await forged.json()).toMatchObject({ error: { code: 'DOCUMENT_LINK_UNUSABLE' } });
  expect((await get(`invoices/${draft.id}/receipt.pdf`, owner)).status).toBe(409);
  expect((await get(`invoices/${draft.id}.pdf`)).status).toBe(401);
  expect((await get(`credit-notes/${newId('creditNote')}.pdf`, owner)).status).toBe(404);
});
