import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { type MailSimulator, startMail } from '@charmbills/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billingLetterSource } from '../billing/index.ts';
import { activatePlan } from '../billing/plans/activate-plan.ts';
import { createPlan } from '../billing/plans/create-plan.ts';
import { startSubscription } from '../billing/subscriptions/start-subscription.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../billing/testing.ts';
import { dispatchEvents } from '../platform/events/index.ts';
import { createSmtpMailer, noteEventsForEmails } from './index.ts';
import { sendEmails } from './outbox/send-emails.ts';
import type { Mailer } from './ports.ts';

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
      id: `cus_${person.personId}`,
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

const work = () => sendEmails({ ...billing.services, mailer });
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
});

test('without a mail server nothing is sent, and what waits goes on waiting', async () => {
  await invoiced('later@mail.example');
  expect(await sendEmails(billing.services)).toBe(0);
  expect(await emailsTo('later@mail.example')).toMatchObject([{ status: 'queued', attempts: 0 }]);
});
