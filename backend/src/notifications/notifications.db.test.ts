import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { type MailSimulator, startMail } from '@charmbills/sandbox';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerReminders } from '../api/rest/register-reminders.ts';
import { setCustomerTerms } from '../billing/customers/update-customer.ts';
import { billingLetterSource } from '../billing/index.ts';
import { activatePlan } from '../billing/plans/activate-plan.ts';
import { createPlan } from '../billing/plans/create-plan.ts';
import { startSubscription } from '../billing/subscriptions/start-subscription.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../billing/testing.ts';
import { dispatchEvents, recordEvents } from '../platform/events/index.ts';
import { newId } from '../platform/ids.ts';
import { createMetrics } from '../platform/metrics/index.ts';
import { endpointLetterSource } from '../webhooks/index.ts';
import { createSmtpMailer, noteEventsForEmails } from './index.ts';
import { writeLetter } from './letters/write-letter.ts';
import { resendEmail } from './outbox/resend-email.ts';
import { sendEmails } from './outbox/send-emails.ts';
import type { LetterFacts, Mailer } from './ports.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let mail: MailSimulator;
let mailer: Mailer;
let priceId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  mail = await startMail();
  mailer = createSmtpMailer(mail.smtpUrl, 'billing@bills.example');
  const { services, owner, merchant, database } = billing;
  await database.client.merchant.update({
    where: { id: merchant.merchantId },
    data: { name: 'Mina’s <b>Tea</b>', supportContact: 'help@tea.example' },
  });
  const prices = [{ amount: 1_900n, currency: 'USD', interval: MONTHLY }];
  const { planId } = await createPlan(services, owner, merchant, { name: 'Team', prices });
  await activatePlan(services, merchant, planId);
  priceId = (await database.client.price.findFirstOrThrow({ where: { planId } })).id;
});
afterAll(async () => {
  mailer.close();
  await mail.close();
  await billing.database.close();
  await testDatabase.drop();
});

/** Somebody with this address gets an invoice; its e-mail is queued. */
async function invoiced(email: string | null) {
  const { services, database, clock, merchant } = billing;
  const person = await billing.newPerson();
  const { merchantId } = merchant;
  await database.client.customer.create({
    data: {
      merchantId,
      id: newId('customer'),
      address: person.address,
      email,
      createdAt: clock.now(),
    },
  });
  const { invoiceId } = await startSubscription(services, person, { priceId });
  const observer = noteEventsForEmails([billingLetterSource]);
  while ((await dispatchEvents(database, clock.now(), [observer])) > 0);
  return invoiceId ?? '';
}

const metrics = createMetrics();
const work = () => sendEmails({ ...billing.services, mailer, metrics });
const emailsTo = (recipient: string) => billing.database.client.email.findMany({ where: { recipient } });
const mailsTo = (recipient: string) => mail.messages.filter(({ to }) => to.includes(recipient));

test('a customer who gave an address is written to once, whoever and how many send', async () => {
  const invoiceId = await invoiced('sana@mail.example');
  await invoiced(null);
  await Promise.all([work(), work(), work()]);
  await work();
  const [letter, ...more] = mailsTo('sana@mail.example');
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ subject: expect.stringMatching(/^Mina’s <b>Tea<\/b>: Invoice \d+$/) });
  expect(letter?.text).toContain('help@tea.example');
  expect(letter?.text).toContain('Amount: 19.00 USD');
  expect(letter?.text).toContain(`/pay/${invoiceId}`);
  expect(letter?.html).toContain('Mina’s &lt;b&gt;Tea&lt;/b&gt;');
  expect(letter?.html).not.toContain('<b>Tea');
  expect(mail.messages).toHaveLength(1);
  const shown = await fetch(`${mail.url}/messages`);
  expect(await shown.json()).toMatchObject([{ to: ['sana@mail.example'] }]);
  expect(await (await fetch(mail.url)).text()).not.toContain('<b>Tea');
});

test('what the server cannot take now is tried again later; what it never takes is given up, and says why', async () => {
  mail.refuse('busy@mail.example', 451);
  mail.refuse('gone@mail.example', 550);
  metrics.emails.reset();
  await invoiced('busy@mail.example');
  await invoiced('gone@mail.example');
  await work();
  expect(await emailsTo('gone@mail.example')).toMatchObject([
    { status: 'failed', nextAt: null, attempts: 1 },
  ]);
  const nextAt = new Date(billing.clock.now().getTime() + 60_000);
  expect(await emailsTo('busy@mail.example')).toMatchObject([
    { status: 'queued', attempts: 1, nextAt, lastError: expect.stringContaining('451') },
  ]);
  expect(await work()).toBe(0);
  for (let attempt = 2; attempt <= 9; attempt++) {
    billing.clock.advanceBy(86_400_000);
    await work();
  }
  expect(await emailsTo('busy@mail.example')).toMatchObject([{ status: 'failed', attempts: 9 }]);
  const { values } = await metrics.emails.get();
  expect(values).toEqual(
    expect.arrayContaining([
      { labels: { outcome: 'retried' }, value: 8 },
      { labels: { outcome: 'given_up' }, value: 2 },
    ]),
  );
});

test('without a mail server nothing is sent, and what waits goes on waiting', async () => {
  await invoiced('later@mail.example');
  expect(await sendEmails(billing.services)).toBe(0);
  expect(await emailsTo('later@mail.example')).toMatchObject([{ status: 'queued', attempts: 0 }]);
});

test('an address that is refused for good is written to no more, until it is given anew', async () => {
  const { services, database, merchant } = billing;
  mail.refuse('moved@mail.example', 550);
  await invoiced('moved@mail.example');
  await work();
  const customer = () =>
    database.client.customer.findFirstOrThrow({ where: { email: 'moved@mail.example' } });
  expect(await customer()).toMatchObject({
    emailRefusedAt: billing.clock.now(),
    emailRefusal: expect.stringContaining('550'),
  });
  const { invoiceId } = await database.client.email
    .findFirstOrThrow({ where: { recipient: 'moved@mail.example' } })
    .then(({ facts }) => facts as { invoiceId: string });
  const remind = async () => {
    const { merchantId } = merchant;
    const event = { type: 'invoice.reminded', subjectId: invoiceId, merchantId };
    await database.transaction((tx) => recordEvents(tx, billing.clock.now(), [event]));
    while ((await dispatchEvents(database, billing.clock.now(), [observer])) > 0);
    return (await emailsTo('moved@mail.example')).length;
  };
  const observer = noteEventsForEmails([billingLetterSource]);
  expect(await remind()).toBe(1);
  const { id } = await customer();
  await setCustomerTerms(services, merchant, id, { email: 'moved@mail.example' });
  expect(await customer()).toMatchObject({ emailRefusedAt: null, emailRefusal: null });
  expect(await remind()).toBe(2);
});

test('what was given up is sent again once, however often that is asked for', async () => {
  const { services, database, merchant } = billing;
  mail.refuse('full@mail.example', 552);
  await invoiced('full@mail.example');
  await work();
  const [failed] = await emailsTo('full@mail.example');
  mail.accept('full@mail.example');
  const resend = () => resendEmail(services, merchant, failed?.id ?? '');
  const asked = await Promise.all([resend(), resend(), resend()]);
  expect(asked.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
  expect(await work()).toBe(1);
  expect(await resend()).toMatchObject({ status: 'sent' });
  expect(await work()).toBe(0);
  expect(mailsTo('full@mail.example')).toHaveLength(1);
  expect(
    await database.client.auditEntry.count({
      where: { action: 'email.resent', subjectId: failed?.id ?? '' },
    }),
  ).toBe(1);
  expect(await database.client.customer.findFirst({ where: { email: 'full@mail.example' } })).toMatchObject({
    emailRefusedAt: null,
  });
});

test('a merchant whose contact is an e-mail address hears of an endpoint that was disabled', async () => {
  const { database, merchant, clock } = billing;
  const { merchantId } = merchant;
  const id = newId('webhookEndpoint');
  const now = clock.now();
  await database.client.webhookEndpoint.create({
    data: {
      merchantId,
      id,
      url: 'https://tea.example/hook',
      eventTypes: ['*'],
      secret: 'not used',
      status: 'disabled',
      disabledReason: 'failing',
      disabledAt: now,
      createdAt: now,
      updatedAt: now,
    },
  });
  const event = { type: 'webhook_endpoint.disabled', subjectId: id, merchantId };
  await database.transaction((tx) => recordEvents(tx, now, [event]));
  while ((await dispatchEvents(database, now, [noteEventsForEmails([endpointLetterSource])])) > 0);
  await work();
  expect(mailsTo('help@tea.example')).toMatchObject([
    { text: expect.stringContaining('https://tea.example/hook') },
  ]);
});

test('amounts are in whole units; money that came late, and a refund with what it went by, are said so', () => {
  const facts = {
    merchantName: 'Tea',
    supportContact: null,
    planName: null,
    invoiceId: null,
    invoiceNumber: 7,
    total: '50000',
    currency: 'BTC',
    dueAt: '2027-02-01T00:00:00Z',
    endsAt: null,
    onTrial: false,
    late: false,
    reference: null,
  };
  const { currencies } = billing.services;
  const places = { frontendUrl: 'https://x.example', publicUrl: 'https://api.x.example', currencies };
  const text = (kind: string, more: Partial<LetterFacts>) =>
    writeLetter(kind, { ...facts, ...more }, places).text;
  expect(text('invoice.paid', {})).toContain('Amount: 0.00050000 BTC');
  expect(text('invoice.paid', {})).not.toContain('arrived after');
  expect(text('invoice.paid', { late: true })).toContain('Your payment arrived after 2027-02-01');
  expect(text('invoice.partially_paid', { late: true })).toContain('it was credited');
  const refund = text('refund.sent', { total: '1250', currency: 'USD', reference: 'ab12' });
  expect(refund).toContain('Amount: 12.50 USD');
  expect(refund).toContain('It went by ab12.');
});

test('an e-mail shows the merchant’s logo and colour, and what is written on the colour can be read', async () => {
  const { services, database, merchant } = billing;
  const where = { id: merchant.merchantId };
  const logo = { logoHash: 'ab', logoWidth: 720, logoHeight: 96 };
  await database.client.merchant.update({ where, data: { brandColor: '#ffd400', ...logo } });
  await invoiced('brand@mail.example');
  await work();
  const [letter] = mailsTo('brand@mail.example');
  const src = `${services.config.PUBLIC_URL}/api/logos/${merchant.merchantId}/ab.png`;
  expect(letter?.html).toContain(`<img src="${src}" width="180" height="24"`);
  expect(letter?.html).toContain('background:#ffd400;color:#000000');
});

test('a customer leaves reminders by one click, and has them again; all else is sent', async () => {
  const { services, database, merchant, clock } = billing;
  const to = 'calm@mail.example';
  const invoiceId = await invoiced(to);
  await work();
  const tell = async (type: string) => {
    const event = { type, subjectId: invoiceId, merchantId: merchant.merchantId };
    await database.transaction((tx) => recordEvents(tx, clock.now(), [event]));
    while ((await dispatchEvents(database, clock.now(), [noteEventsForEmails([billingLetterSource])])) > 0);
  };
  await tell('invoice.reminded');
  await work();
  const [opened, reminded] = mailsTo(to);
  expect(opened?.headers['list-unsubscribe']).toBeUndefined();
  expect(opened?.text).not.toContain('No more reminders');
  expect(reminded?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const url = /^<(.+)>$/.exec(reminded?.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  expect(reminded?.text).toContain(`No more reminders: ${url}`);

  const app = Fastify();
  registerReminders(app, services);
  const { pathname, search } = new URL(url);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const post = (path: string, query = search, headers = form) =>
    app.inject({ method: 'POST', url: path + query, headers, payload: 'List-Unsubscribe=One-Click' });
  const stopped = async () => {
    const customer = await database.client.customer.findFirstOrThrow({ where: { email: to } });
    return customer.remindersStoppedAt !== null;
  };

  // Looking does nothing, and neither does a link that was not made here.
  const shown = await app.inject(pathname + search);
  expect(shown.body).toContain('<button>Send me no more reminders</button>');
  expect(shown.body).not.toContain('<b>Tea');
  expect((await post(pathname, '?signature=AAAA')).statusCode).toBeGreaterThanOrEqual(400);
  const foreign = pathname.replace(/cus_[^/]+/, newId('customer'));
  expect((await post(foreign)).statusCode).toBeGreaterThanOrEqual(400);
  expect(await stopped()).toBe(false);

  await tell('invoice.reminded');
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
  const answers = [await post(pathname), await post(pathname, search, multipart)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(answers[0]?.body).toContain('<button>Send me reminders again</button>');
  expect(await stopped()).toBe(true);
  await tell('invoice.reminded');
  await tell('invoice.overdue');
  await tell('invoice.paid');
  await work();
  expect(mailsTo(to).map(({ subject }) => subject.split(': ')[1])).toEqual([
    expect.stringMatching(/^Invoice \d+$/),
    expect.stringMatching(/is waiting$/),
    expect.stringMatching(/is overdue$/),
    expect.stringMatching(/^Receipt for/),
  ]);
  const audit = await database.client.auditEntry.count({
    where: { action: 'customer.reminders_stopped', merchantId: merchant.merchantId },
  });
  expect(audit).toBe(1);

  await post(pathname.replace(/stop$/, 'resume'));
  expect(await stopped()).toBe(false);
  await tell('invoice.reminded');
  await work();
  expect(mailsTo(to)).toHaveLength(5);
});

test.each([
  ['sent', false],
  ['refused', true],
])('whoever leaves reminders while one is being %s keeps no other e-mail waiting', async (how, refuses) => {
  const { services, database, merchant, clock } = billing;
  const [leaving, other] = [`leaving-${how}@mail.example`, `other-${how}@mail.example`];
  const { merchantId } = merchant;
  const subjectIds = [await invoiced(leaving), await invoiced(other)];
  await work();
  const events = subjectIds.map((subjectId) => ({ type: 'invoice.reminded', subjectId, merchantId }));
  await database.transaction((tx) => recordEvents(tx, clock.now(), events));
  while ((await dispatchEvents(database, clock.now(), [noteEventsForEmails([billingLetterSource])])) > 0);
  const app = Fastify();
  registerReminders(app, services);
  const reminded: string[] = [];
  const quick: Mailer = {
    async send({ to, leaveUrl }) {
      reminded.push(to);
      if (to !== leaving) return;
      const { pathname, search } = new URL(leaveUrl ?? '');
      const { statusCode } = await app.inject({ method: 'POST', url: pathname + search });
      expect(statusCode).toBe(200);
      if (refuses) throw new Error('the connection was lost');
    },
    close: () => undefined,
  };
  expect(await sendEmails({ ...services, mailer: quick })).toBe(refuses ? 1 : 2);
  expect(reminded.sort()).toEqual([leaving, other]);
});
