import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { extractText } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotFoundError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids.ts';
import { testPng } from '../../platform/images/testing.ts';
import { createCreditNote } from '../credit-notes/create-credit-note.ts';
import { setCustomerTerms } from '../customers/update-customer.ts';
import { exportRows } from '../exports/export-rows.ts';
import { InvoiceStateError } from '../invoices/invoice.errors.ts';
import { sendInvoice } from '../invoices/send-invoice.ts';
import { createTestInvoices, type TestInvoices } from '../invoices/testing.ts';
import { createInvoice } from '../invoices/write-draft.ts';
import { createTestBilling, type TestBilling } from '../testing.ts';
import { documentLink, type LinkedKind } from './document-link.ts';
import { showCreditNotePdf, showInvoicePdf, showLinkedPdf } from './show-document.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  invoices = createTestInvoices(billing);
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

async function textOf(pdf: Buffer) {
  const { totalPages, text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  return { totalPages, text };
}

test('an invoice, its receipt and its credit note are PDFs that say what they are about, the same each time', async () => {
  const { services } = invoices;
  const { customerId, person } = await invoices.newCustomer();
  await setCustomerTerms(services, billing.merchant, customerId, {
    name: 'Žofie Łukasiewicz & Søn €',
    taxId: 'CZ123',
  });
  const invoiceId = await invoices.newInvoice(customerId, 12_345n);
  const pdf = await showInvoicePdf(services, person, invoiceId);
  expect(await showInvoicePdf(services, billing.owner, invoiceId)).toEqual(pdf);
  const { text, totalPages } = await textOf(pdf);
  expect(totalPages).toBe(1);
  for (const part of ['INV-', 'Žofie Łukasiewicz & Søn €', 'CZ123', '123.45 USD', `/pay/${invoiceId}`]) {
    expect(text).toContain(part);
  }
  await expect(showInvoicePdf(services, person, invoiceId, 'receipt')).rejects.toThrow(InvoiceStateError);
  await invoices.pay(invoiceId);
  expect((await textOf(await showInvoicePdf(services, person, invoiceId, 'receipt'))).text).toContain(
    'Receipt',
  );
  const { creditNoteId } = await createCreditNote(services, billing.merchant, {
    invoiceId,
    reason: 'Sent back',
  });
  expect((await textOf(await showCreditNotePdf(services, person, creditNoteId))).text).toContain('Sent back');
  const stranger = await billing.newPerson();
  await expect(showInvoicePdf(services, stranger, invoiceId)).rejects.toThrow(NotFoundError);
  await expect(showCreditNotePdf(services, stranger, creditNoteId)).rejects.toThrow(NotFoundError);
});

test('a link opens what it was made for, and that of a checkout does not say who pays', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  await setCustomerTerms(services, billing.merchant, customerId, { name: 'Ada Lovelace' });
  const id = await invoices.newInvoice(customerId);
  const open = async (kind: LinkedKind, of: string) => {
    const { searchParams } = new URL(documentLink(services.config, services.clock.now(), { kind, id: of }));
    const [expires, signature] = [searchParams.get('expires') ?? '', searchParams.get('signature') ?? ''];
    return (await textOf(await showLinkedPdf(services, { kind, id: of, expires, signature }))).text;
  };
  expect(await open('invoice', id)).toContain('Ada Lovelace');
  const shown = await open('public-invoice', id);
  expect(shown).toContain(`http://localhost:3000/pay/${id}`);
  expect(shown).toContain('100.00 USD');
  const { address } = await billing.database.client.customer.findFirstOrThrow({ where: { id: customerId } });
  for (const secret of ['Ada Lovelace', address]) expect(shown).not.toContain(secret);
  await expect(open('public-receipt', id)).rejects.toThrow(InvoiceStateError);
  await invoices.pay(id);
  expect(await open('public-receipt', id)).not.toContain('Ada Lovelace');
  expect(await open('receipt', id)).toContain('Ada Lovelace');
  const { creditNoteId } = await createCreditNote(services, billing.merchant, {
    invoiceId: id,
    reason: 'Sent back',
  });
  expect(await open('credit-note', creditNoteId)).toContain('Sent back');
  await expect(open('invoice', newId('invoice'))).rejects.toThrow(NotFoundError);
});

test('a long invoice takes as many pages as it needs, with every line on one of them', async () => {
  const { services } = invoices;
  const { customerId, person } = await invoices.newCustomer();
  const items = Array.from({ length: 200 }, (_, index) => ({
    description: `Position ${index + 1}.`,
    unitAmount: 1n,
  }));
  const { invoiceId } = await createInvoice(services, billing.merchant, {
    customerId,
    currency: 'EUR',
    items,
  });
  await sendInvoice(services, billing.merchant, invoiceId);
  const { text, totalPages } = await textOf(await showInvoicePdf(services, person, invoiceId));
  expect(totalPages).toBeGreaterThan(3);
  for (const { description } of items) expect(text).toContain(description);
});

test('lists are exported whole, with nothing that a spreadsheet would run', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  await setCustomerTerms(services, billing.merchant, customerId, { name: '=cmd|"/c calc"!A1' });
  const read = async (kind: Parameters<typeof exportRows>[2]) => {
    let text = '';
    for await (const part of exportRows(billing.database.client, billing.merchant, kind)) text += part;
    return text.split('\r\n').slice(0, -1);
  };
  const { client } = billing.database;
  expect(await read('invoices')).toHaveLength(1 + (await client.invoice.count()));
  expect(await read('payments')).toHaveLength(1 + (await client.payment.count()));
  expect(await read('subscriptions')).toHaveLength(1);
  const customers = await read('customers');
  expect(customers.find((line) => line.startsWith(customerId))).toContain(`"'=cmd|""/c calc""!A1"`);
});

test('a document bears the logo and the colour of its merchant', async () => {
  const { services } = invoices;
  const { customerId } = await invoices.newCustomer();
  const invoiceId = await invoices.newInvoice(customerId);
  const plain = await showInvoicePdf(services, billing.owner, invoiceId);
  const { merchantId } = billing.merchant;
  const png = new Uint8Array(testPng({ width: 40, height: 20 }));
  await billing.database.client.merchantLogo.create({ data: { merchantId, png } });
  await billing.database.client.merchant.update({
    where: { id: merchantId },
    data: { brandColor: '#ffd400', logoHash: 'ab', logoWidth: 40, logoHeight: 20 },
  });
  const branded = await showInvoicePdf(services, billing.owner, invoiceId);
  expect(plain.includes('/Subtype /Image')).toBe(false);
  expect(branded.includes('/Subtype /Image')).toBe(true);
  expect(await showInvoicePdf(services, billing.owner, invoiceId)).toEqual(branded);
  expect((await textOf(branded)).text).toContain('INV-');
});
