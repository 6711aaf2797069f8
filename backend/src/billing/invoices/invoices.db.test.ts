import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InsufficientFundsError } from '../../ledger/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids.ts';
import { adjustCredit } from '../credit/adjust-credit.ts';
import { useCredit } from '../credit/use-credit.ts';
import { createCreditNote } from '../credit-notes/create-credit-note.ts';
import { setCustomerTerms } from '../customers/update-customer.ts';
import { setInvoicing } from '../policy/set-invoicing.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { RefundStateError, RefundTooLargeError } from '../refunds/refund.errors.ts';
import { cancelRefund, sendRefund } from '../refunds/send-refund.ts';
import { createTestBilling, type TestBilling } from '../testing.ts';
import { markInvoiceUncollectible, voidInvoice } from './close-invoice.ts';
import { CreditNoteTooLargeError, InvoiceStateError } from './invoice.errors.ts';
import { sendInvoice } from './send-invoice.ts';
import { createTestInvoices, type TestInvoices } from './testing.ts';
import { createInvoice, deleteInvoice, updateInvoice } from './write-draft.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  invoices = createTestInvoices(billing);
});
afterAll(async () => {
  await invoices.requireSound();
  await billing.database.close();
  await testDatabase.drop();
});

const TXID = 'ab'.repeat(32);
const item = (unitAmount: bigint, quantity = 1) => ({ description: 'Work', unitAmount, quantity });
const shown = async (id: string) => {
  const { status, number, total, tax, credit, noted, paid, overpaid } = await invoices.find(id);
  return { status, number, ...sums({ total, tax, credit, noted, paid, overpaid }) };
};
const sums = <Name extends string>(amounts: Record<Name, { toFixed(): string }>) =>
  Object.fromEntries(
    Object.entries<{ toFixed(): string }>(amounts).map(([name, amount]) => [name, BigInt(amount.toFixed())]),
  ) as Record<Name, bigint>;

test('a draft can be written anew and thrown away; opened, it has the next number and stays', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const first = await createInvoice(
    services,
    merchant,
    { customerId, currency: 'USD', items: [item(500n)] },
    'd1',
  );
  const again = await createInvoice(
    services,
    merchant,
    { customerId, currency: 'USD', items: [item(500n)] },
    'd1',
  );
  expect(again).toEqual(first);
  expect(await shown(first.invoiceId)).toMatchObject({ status: 'draft', number: null, total: 500n });
  await updateInvoice(services, merchant, first.invoiceId, {
    items: [item(300n, 2), item(-100n)],
    memo: 'Thanks',
  });
  expect(await shown(first.invoiceId)).toMatchObject({ status: 'draft', total: 500n });
  const thrown = await createInvoice(services, merchant, { customerId, currency: 'USD', items: [item(1n)] });
  await deleteInvoice(services, merchant, thrown.invoiceId);
  await expect(invoices.find(thrown.invoiceId)).rejects.toThrow();
  await sendInvoice(services, merchant, first.invoiceId);
  const next = await invoices.newInvoice(customerId);
  const { number } = await shown(first.invoiceId);
  expect(await shown(first.invoiceId)).toMatchObject({ status: 'open' });
  expect((await shown(next)).number).toBe((number ?? 0) + 1);
  await expect(deleteInvoice(services, merchant, first.invoiceId)).rejects.toThrow(InvoiceStateError);
  await expect(updateInvoice(services, merchant, first.invoiceId, { items: [item(1n)] })).rejects.toThrow(
    InvoiceStateError,
  );
  await expect(sendInvoice(services, merchant, newId('invoice'))).rejects.toThrow(NotFoundError);
});

test('invoices are taxed by the merchant’s rates, or the customer’s own, or not at all', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  await setInvoicing(services, merchant, { taxes: [{ name: 'VAT', ratePpm: 190_000, included: false }] });
  const [usual, other, exempt] = await Promise.all([1, 2, 3].map(() => invoices.newCustomer()));
  if (!usual || !other || !exempt) throw new Error('no customers');
  await setCustomerTerms(services, merchant, other.customerId, {
    taxes: [{ name: 'Reduced', ratePpm: 70_000, included: true }],
  });
  await setCustomerTerms(services, merchant, exempt.customerId, { taxes: [] });
  const taxed = await Promise.all(
    [usual, other, exempt].map(async ({ customerId }) =>
      shown(await invoices.newInvoice(customerId, 10_700n)),
    ),
  );
  expect(taxed.map(({ total, tax }) => [total, tax])).toEqual([
    [12_733n, 2_033n],
    [10_700n, 700n],
    [10_700n, 0n],
  ]);
  await setInvoicing(services, merchant, { taxes: [] });
});

test('voiding gives used credit back, and is refused for what was paid or is being paid', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  await adjustCredit(services, merchant, { customerId, amount: 4_000n, currency: 'USD', reason: 'goodwill' });
  const invoiceId = await invoices.newInvoice(customerId);
  expect(await shown(invoiceId)).toMatchObject({ status: 'open', credit: 4_000n });
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 0n, locked: 0n });
  await voidInvoice(services, merchant, invoiceId);
  expect(await shown(invoiceId)).toMatchObject({ status: 'void', credit: 0n });
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 4_000n, locked: 0n });
  await expect(voidInvoice(services, merchant, invoiceId)).rejects.toThrow(InvoiceStateError);

  await adjustCredit(services, merchant, {
    customerId,
    amount: -4_000n,
    currency: 'USD',
    reason: 'taken back',
  });
  const partly = await invoices.newInvoice(customerId);
  await invoices.pay(partly, 1_000n);
  await expect(voidInvoice(services, merchant, partly)).rejects.toMatchObject({ status: 'partially paid' });
  const coming = await invoices.newInvoice(customerId);
  const { reference: quoteReference, amount } = await invoices.quote(coming);
  const payment = { rail: 'balance' as const, quoteReference, reference: newId('transaction'), amount };
  await invoices.report('detected', payment);
  await expect(voidInvoice(services, merchant, coming)).rejects.toMatchObject({ status: 'being paid' });
  await invoices.report('dropped', payment);
  await voidInvoice(services, merchant, coming);
  // Paid all the same: it was owed after all.
  await invoices.report('settled', payment);
  expect(await shown(coming)).toMatchObject({ status: 'paid' });
});

test('what is given up and paid after all is paid', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  const { reference: quoteReference, amount } = await invoices.quote(invoiceId);
  await markInvoiceUncollectible(services, billing.merchant, invoiceId, 'gone');
  expect(await shown(invoiceId)).toMatchObject({ status: 'uncollectible' });
  await invoices.report('settled', {
    rail: 'balance',
    quoteReference,
    reference: newId('transaction'),
    amount,
  });
  expect(await shown(invoiceId)).toMatchObject({ status: 'paid' });
});

test('a credit note on an open invoice makes less due, and nothing left is paid', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  await createCreditNote(services, merchant, { invoiceId, amount: 2_500n, reason: 'late delivery' });
  expect((await invoices.quote(invoiceId)).amount).toBe(7_500n);
  await invoices.pay(invoiceId);
  expect(await shown(invoiceId)).toMatchObject({ status: 'paid', paid: 7_500n, noted: 2_500n, overpaid: 0n });
  const forgiven = await invoices.newInvoice(customerId);
  await createCreditNote(services, merchant, { invoiceId: forgiven, reason: 'forgiven' });
  expect(await shown(forgiven)).toMatchObject({ status: 'paid', paid: 0n, noted: 10_000n });
});

test('a credit note on a paid invoice becomes credit, or goes back over the rail that was paid on', async () => {
  const { services, refunds } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  const { paymentId } = await invoices.pay(invoiceId);
  await createCreditNote(services, merchant, { invoiceId, amount: 3_000n, reason: 'part' });
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 3_000n, locked: 0n });
  const key = newId('refund');
  const input = { invoiceId, reason: 'rest', destination: 'refund' } as const;
  const note = await createCreditNote(services, merchant, input, key);
  expect(await createCreditNote(services, merchant, input, key)).toEqual(note);
  expect(refunds.filter((each) => each.paymentId === paymentId)).toMatchObject([
    { amount: 7_000n, currency: 'USD' },
  ]);
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 3_000n, locked: 0n });
  await expect(createCreditNote(services, merchant, { invoiceId, reason: 'more' })).rejects.toThrow(
    CreditNoteTooLargeError,
  );
  // The rest of the payment is what the first note credited.
  await createRefund(services, merchant, { paymentId, reason: 'all of it' });
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 0n, locked: 0n });
  await expect(createRefund(services, merchant, { paymentId, reason: 'more' })).rejects.toThrow(
    RefundTooLargeError,
  );
});

test('notes by lines carry the tax on them, all lines together exactly all of it', async () => {
  const { services } = invoices;
  const { merchant, database } = billing;
  await setInvoicing(services, merchant, { taxes: [{ name: 'VAT', ratePpm: 190_000, included: false }] });
  const { customerId } = await invoices.newCustomer();
  const { invoiceId } = await createInvoice(services, merchant, {
    customerId,
    currency: 'USD',
    items: [item(101n), item(202n), item(33n)],
  });
  await sendInvoice(services, merchant, invoiceId);
  await setInvoicing(services, merchant, { taxes: [] });
  const reason = 'sent back';
  await createCreditNote(services, merchant, { invoiceId, lines: [{ line: 2, amount: 100n }], reason });
  await expect(
    createCreditNote(services, merchant, { invoiceId, lines: [{ line: 2, amount: 103n }], reason }),
  ).rejects.toThrow(CreditNoteTooLargeError);
  await createCreditNote(services, merchant, { invoiceId, lines: [{ line: 2 }, { line: 1 }], reason });
  await createCreditNote(services, merchant, { invoiceId, reason });
  const notes = await database.client.creditNote.findMany({
    where: { invoiceId },
    orderBy: { number: 'asc' },
  });
  const { total, tax } = await shown(invoiceId);
  expect(notes.reduce((sum, note) => sum + BigInt(note.amount.toFixed()), 0n)).toBe(total);
  expect(notes.reduce((sum, note) => sum + BigInt(note.tax.toFixed()), 0n)).toBe(tax);
  const numbers = notes.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
});

test('two credit notes at once never take back more than there is', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  await invoices.pay(invoiceId);
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () =>
      createCreditNote(services, billing.merchant, { invoiceId, amount: 4_000n, reason: 'race' }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 8_000n, locked: 0n });
  const numbers = await billing.database.client.creditNote.findMany({ orderBy: { number: 'asc' } });
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
});

test('whoever is first, voiding or paying: the other finds it so', async () => {
  const { services } = invoices;
  for (let turn = 0; turn < 8; turn++) {
    const { customerId } = await invoices.newCustomer();
    const invoiceId = await invoices.newInvoice(customerId);
    const { reference: quoteReference, amount } = await invoices.quote(invoiceId);
    const payment = { rail: 'balance' as const, quoteReference, reference: newId('transaction'), amount };
    const [voided] = await Promise.allSettled([
      voidInvoice(services, billing.merchant, invoiceId),
      invoices.report('detected', payment),
    ]);
    const { status } = await shown(invoiceId);
    expect(status).toBe(voided.status === 'fulfilled' ? 'void' : 'open');
    await invoices.report('settled', payment);
    expect(await shown(invoiceId)).toMatchObject({ status: 'paid', paid: amount });
  }
});

test('a refund on Bitcoin is requested, and sent when the merchant says by what', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId, person } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId, 10_000n, 'BTC');
  const { paymentId } = await invoices.pay(invoiceId, 16_000n, 'bitcoin');
  expect(await invoices.creditOf(customerId, 'BTC')).toEqual({ balance: 6_000n, locked: 0n });
  const { refundId } = await createRefund(services, merchant, { paymentId, reason: 'too much' }, 'r1');
  expect(await createRefund(services, merchant, { paymentId, reason: 'too much' }, 'r1')).toEqual({
    refundId,
  });
  expect(await invoices.creditOf(customerId, 'BTC')).toEqual({ balance: 6_000n, locked: 6_000n });
  const found = await billing.database.client.refund.findUniqueOrThrow({ where: { id: refundId } });
  expect(found).toMatchObject({ status: 'requested', destination: person.address, rail: 'bitcoin' });
  await expect(sendRefund(services, merchant, refundId, 'not a txid')).rejects.toMatchObject({
    field: 'reference',
  });
  await sendRefund(services, merchant, refundId, TXID);
  expect(await invoices.creditOf(customerId, 'BTC')).toEqual({ balance: 0n, locked: 0n });
  await expect(sendRefund(services, merchant, refundId, TXID)).rejects.toThrow(RefundStateError);
  await expect(cancelRefund(services, merchant, refundId)).rejects.toThrow(RefundStateError);
});

test('a refund is canceled with its payment when the chain takes that back, or by hand', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId, 10_000n, 'BTC');
  const payment = await invoices.pay(invoiceId, 16_000n, 'bitcoin');
  const first = await createRefund(services, merchant, { paymentId: payment.paymentId, reason: 'too much' });
  await cancelRefund(services, merchant, first.refundId);
  const { refundId } = await createRefund(services, merchant, {
    paymentId: payment.paymentId,
    reason: 'again',
  });
  await invoices.report('unconfirmed', payment);
  expect(await billing.database.client.refund.findUniqueOrThrow({ where: { id: refundId } })).toMatchObject({
    status: 'canceled',
  });
  expect(await invoices.creditOf(customerId, 'BTC')).toEqual({ balance: 0n, locked: 0n });
  expect(await shown(invoiceId)).toMatchObject({ status: 'open', paid: 0n });
  await expect(
    createRefund(services, merchant, { paymentId: payment.paymentId, reason: 'gone' }),
  ).rejects.toMatchObject({ status: 'confirming' });
});

test('credit that was used before the chain took its payment back is not given twice', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  const payment = await invoices.pay(invoiceId, 13_000n);
  const next = await invoices.newInvoice(customerId, 3_000n);
  expect(await shown(next)).toMatchObject({ status: 'paid', credit: 3_000n });
  await invoices.report('unconfirmed', payment);
  await invoices.report('settled', payment);
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 0n, locked: 0n });
  expect(await shown(invoiceId)).toMatchObject({ status: 'paid', overpaid: 3_000n });
  await useCredit(services, billing.owner, await invoices.newInvoice(customerId));
});

test('with that policy, what is paid too much is requested back', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  await setInvoicing(services, billing.merchant, { overpayment: 'refund' });
  const invoiceId = await invoices.newInvoice(customerId, 10_000n, 'BTC');
  const { paymentId } = await invoices.pay(invoiceId, 12_345n, 'bitcoin');
  await setInvoicing(services, billing.merchant, { overpayment: 'credit' });
  expect(await billing.database.client.refund.findMany({ where: { paymentId } })).toMatchObject([
    { status: 'requested', reason: 'overpaid', rail: 'bitcoin' },
  ]);
  expect(await invoices.creditOf(customerId, 'BTC')).toEqual({ balance: 2_345n, locked: 2_345n });
});

test('a payment in another currency goes back in that, at the rate by which it counted', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId, 10_000n, 'USD');
  const { amount, paymentId } = await invoices.pay(invoiceId, undefined, 'bitcoin');
  await createCreditNote(services, merchant, { invoiceId, amount: 5_000n, reason: 'half' });
  const { refundId } = await createRefund(services, merchant, {
    paymentId,
    amount: 2_500n,
    reason: 'a quarter',
  });
  const found = await billing.database.client.refund.findUniqueOrThrow({ where: { id: refundId } });
  expect(BigInt(found.amount.toFixed())).toBe((amount * 2_500n) / 10_000n);
  await sendRefund(services, merchant, refundId, TXID);
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 2_500n, locked: 0n });
  await expect(
    createRefund(services, merchant, { paymentId, amount: 2_501n, reason: 'too much' }),
  ).rejects.toThrow(RefundTooLargeError);
});

test('credit is given and taken by hand, never more than there is, once for a key', async () => {
  const { services } = invoices;
  const { merchant } = billing;
  const { customerId } = await invoices.newCustomer();
  const gift = { customerId, amount: 700n, currency: 'USD', reason: 'goodwill' };
  await adjustCredit(services, merchant, gift, 'gift');
  await adjustCredit(services, merchant, gift, 'gift');
  expect(await invoices.creditOf(customerId)).toEqual({ balance: 700n, locked: 0n });
  await expect(adjustCredit(services, merchant, { ...gift, amount: -701n })).rejects.toThrow(
    InsufficientFundsError,
  );
  const audit = await billing.database.client.auditEntry.findMany({ where: { subjectId: customerId } });
  expect(audit.map(({ action }) => action)).toEqual(['credit.adjusted']);
});
