import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../backend/src/platform/ids.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
let owner: Session;
let viewer: Session;
let stranger: Session;
let operator: Session;
let merchantId: string;
const emailId = newId('email');
beforeAll(async () => {
  server = await startTestApi();
  [owner, viewer, stranger, operator] = await Promise.all([
    signIn(server.graphqlUrl),
    signIn(server.graphqlUrl),
    signIn(server.graphqlUrl),
    signIn(server.graphqlUrl),
  ]);
  const created = await ask(owner, 'mutation { createMerchant(name: "Tea") { id } }');
  merchantId = Object(created.data?.createMerchant).id;
  const { database, clock } = server.services;
  const createdAt = clock.now();
  await database.client.merchantMember.create({
    data: { merchantId, personId: viewer.person.id, role: 'viewer', createdAt },
  });
  await database.client.operator.create({ data: { personId: operator.person.id, grantedAt: createdAt } });
  await database.client.email.create({
    data: {
      merchantId,
      id: emailId,
      eventId: 1n,
      kind: 'invoice.opened',
      recipient: 'gone@mail.example',
      facts: {},
      status: 'failed',
      attempts: 1,
      lastError: '550 no such person',
      createdAt,
    },
  });
});
afterAll(() => server.stop());

const ask = (session: Session | undefined, document: string, variables: Record<string, unknown> = {}) =>
  graphql(server.graphqlUrl, document, { variables, ...(session ? { token: session.token } : {}) });

const LIST =
  'query ($merchantId: ID) { failedEmails(merchantId: $merchantId) { nodes { id kind recipient lastError } } }';
const RESEND = `mutation ($merchantId: ID!, $emailId: ID!) {
  resendEmail(merchantId: $merchantId, emailId: $emailId) { status attempts } }`;

test('what was given up is shown to members, and over the installation to operators', async () => {
  const nodes = [
    {
      id: emailId,
      kind: 'invoice.opened',
      recipient: 'gone@mail.example',
      lastError: '550 no such person',
    },
  ];
  expect((await ask(viewer, LIST, { merchantId })).data).toEqual({ failedEmails: { nodes } });
  expect((await ask(operator, LIST)).data).toEqual({ failedEmails: { nodes } });
  expect(codeOf(await ask(undefined, LIST, { merchantId }))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(undefined, LIST))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(stranger, LIST, { merchantId }))).toBe('NOT_FOUND');
  expect(codeOf(await ask(owner, LIST))).toBe('FORBIDDEN');
});

test('admins have it sent again; twice is once', async () => {
  const variables = { merchantId, emailId };
  expect(codeOf(await ask(undefined, RESEND, variables))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(stranger, RESEND, variables))).toBe('NOT_FOUND');
  expect(codeOf(await ask(viewer, RESEND, variables))).toBe('FORBIDDEN');
  expect(codeOf(await ask(owner, RESEND, { merchantId, emailId: newId('email') }))).toBe('NOT_FOUND');
  expect(codeOf(await ask(owner, RESEND, { merchantId, emailId: 'tea' }))).toBe('INVALID_INPUT');
  for (let asked = 0; asked < 2; asked++) {
    expect((await ask(owner, RESEND, variables)).data).toEqual({
      resendEmail: { status: 'queued', attempts: 0 },
    });
  }
  expect((await ask(viewer, LIST, { merchantId })).data).toEqual({ failedEmails: { nodes: [] } });
});
