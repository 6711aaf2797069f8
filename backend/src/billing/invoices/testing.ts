import { checkLedger } from '../../ledger/index.ts';
import { newId } from '../../platform/ids.ts';
import { ensureCustomer } from '../customers/customer.repository.ts';
import type { PaymentNews } from '../payments/payment.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { PaymentRail, RailName, RefundOrder } from '../ports.ts';
import { quoteInvoice } from '../quotes/quote-invoice.ts';
import type { TestBilling } from '../testing.ts';
import { sendInvoice } from './send-invoice.ts';
import { createInvoice } from './write-draft.ts';

/** A rail that takes the invoice's own currency, or another one. */
function fakeRail(currency: string | undefined): PaymentRail {
  return {
    currencyFor: (order) => currency ?? order.currency,
    begin: async () => ({ reference: newId('transaction'), transactionId: null, instructions: {} }),
    stageOf: async () => 'unsent',
    cancel: async () => {},
  };
}

/** For tests of invoices: rails of its own, and merchants' invoices paid over them. */
export function createTestInvoices(billing: TestBilling) {
  const { clock, database, merchant } = billing;
  const { merchantId } = merchant;
  const refunds: RefundOrder[] = [];
  const services = {
    ...billing.services,
    rails: {
      ...billing.services.rails,
      bitcoin: fakeRail('BTC'),
      balance: {
        ...fakeRail(undefined),
        refund: async (_: unknown, order: RefundOrder) => {
          refunds.push(order);
          return { reference: `sent:${order.refundId}` };
        },
      },
    },
  };

  async function newCustomer() {
    const person = await billing.newPerson();
    const customerId = await database.transaction((tx) =>
      ensureCustomer(tx, person, merchantId, clock.now()),
    );
    return { person, customerId };
  }

  /** An open invoice over so much. */
  async function newInvoice(customerId: string, total = 10_000n, currency = 'USD') {
    const items = [{ description: 'Work', unitAmount: total }];
    const { invoiceId } = await createInvoice(services, merchant, { customerId, currency, items });
    await sendInvoice(services, merchant, invoiceId);
    return invoiceId;
  }

  /** Tells of a payment of an invoice that is quoted now. */
  async function quote(invoiceId: string, rail: RailName = 'balance') {
    return quoteInvoice(services, null, { merchantId, invoiceId }, rail);
  }

  async function report(
    news: PaymentNews,
    { rail, quoteReference, reference, amount }: TestPayment,
  ): Promise<void> {
    const confirmedAt = news === 'settled' || news === 'confirmed' ? clock.now() : null;
    const reports = [{ merchantId, rail, reference, quoteReference, amount, confirmedAt }];
    await database.transaction((tx) => reportPayments(tx, clock.now(), news, reports));
  }

  /** Pays an invoice, by default what is quoted, and answers with the payment. */
  async function pay(invoiceId: string, amount?: bigint, rail: RailName = 'balance') {
    const { reference: quoteReference, amount: quoted } = await quote(invoiceId, rail);
    const payment = { rail, quoteReference, reference: newId('transaction'), amount: amount ?? quoted };
    await report('settled', payment);
    return { ...payment, paymentId: await paymentIdOf(payment.reference) };
  }

  async function paymentIdOf(reference: string) {
    return (await database.client.payment.findFirstOrThrow({ where: { reference } })).id;
  }

  const find = (id: string) => database.client.invoice.findUniqueOrThrow({ where: { id } });

  /** Balance and what is locked of it. */
  async function creditOf(customerId: string, currency = 'USD') {
    const rows = await database.client.$queryRaw<{ balance: string; locked: string }[]>`
      SELECT balance::text, locked::text FROM ledger_accounts
      WHERE owner_id = ${customerId} AND kind = 'credit' AND currency = ${currency}`;
    return { balance: BigInt(rows[0]?.balance ?? 0), locked: BigInt(rows[0]?.locked ?? 0) };
  }

  async function requireSound() {
    const { failed } = await checkLedger(database);
    if (failed !== null) throw new Error(`the ledger is not sound: ${failed}`);
  }

  return {
    services,
    refunds,
    newCustomer,
    newInvoice,
    quote,
    report,
    pay,
    paymentIdOf,
    find,
    creditOf,
    requireSound,
  };
}

export interface TestPayment {
  readonly rail: RailName;
  readonly quoteReference: string;
  readonly reference: string;
  readonly amount: bigint;
}

export type TestInvoices = ReturnType<typeof createTestInvoices>;
