import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RailName, reportPayments } from '../../billing/index.ts';
import { findInvoice } from '../../billing/invoices/invoice.repository.ts';
import type { InvoiceKey, InvoiceRow } from '../../billing/invoices/invoice-row.ts';
import { readPaymentsOfInvoices } from '../../billing/payments/payment.repository.ts';
import { valuePayments } from '../../billing/payments/value-payments.ts';
import type { QuoteRow } from '../../billing/quotes/quote.repository.ts';
import { quoteInvoice } from '../../billing/quotes/quote-invoice.ts';
import type { TestBilling, TestServices } from '../../billing/testing.ts';
import type { PersonScope } from '../../identity/index.ts';
import { checkLedger } from '../../ledger/index.ts';
import { creditBalance } from './credit-balance.ts';

/** Money on its way; what a rail cannot do is absent. */
export interface SentMoney {
  settle(): Promise<void>;
  /** What had settled is not sure any more. */
  unsettle?(): Promise<void>;
  /** It will not come, as far as one can know. */
  fail?(): Promise<void>;
}

export interface RailSetup {
  readonly billing: TestBilling;
  readonly services: TestServices;
  /** An open invoice of 25,000 of this currency's smallest unit, unless said otherwise. */
  openInvoice(currency?: string): Promise<{ readonly key: InvoiceKey; readonly payer: PersonScope }>;
  /** So much is sent for a quote. */
  send(quote: QuoteRow, amount: bigint, payer: PersonScope): Promise<SentMoney>;
  readonly stop: () => Promise<void>;
}

/** What a rail can do, which decides what is asked of it. */
export interface RailAbilities {
  /** Whether payers decide how much they send. */
  readonly anyAmount: boolean;
  /** Whether money that was seen can be lost again. */
  readonly reversible: boolean;
  /** A currency of invoices in which the rail itself cannot be paid. */
  readonly otherCurrency?: string;
  /** Whether somebody has to be signed in. */
  readonly needsPayer: boolean;
}

/** What every way to pay must do, whatever is behind it. */
export function describeRail(
  rail: RailName,
  abilities: RailAbilities,
  setup: () => Promise<RailSetup>,
): void {
  const { anyAmount, reversible, otherCurrency, needsPayer } = abilities;
  let under: RailSetup;
  beforeAll(async () => {
    under = await setup();
  });
  afterAll(async () => {
    expect((await checkLedger(under.billing.database)).failed).toBeNull();
    await under.stop();
  });

  const quote = (key: InvoiceKey, payer: PersonScope) => quoteInvoice(under.services, payer, key, rail);
  async function quoted(currency?: string) {
    const { key, payer } = await under.openInvoice(currency);
    return { key, payer, quote: await quote(key, payer) };
  }
  async function show({ merchantId, invoiceId }: InvoiceKey): Promise<InvoiceRow> {
    const invoice = await findInvoice(under.billing.database.client, { merchantId }, invoiceId);
    if (!invoice) throw new Error('no invoice');
    return invoice;
  }
  const paymentsOf = (key: InvoiceKey) => readPaymentsOfInvoices(under.billing.database.client, [key]);
  const stageOf = ({ merchantId, reference }: QuoteRow) =>
    under.services.rails[rail]?.stageOf(under.billing.database.client, merchantId, reference);
  const expire = () => under.billing.clock.advanceBy((under.services.config.QUOTE_SECONDS + 1) * 1_000);

  describe(`${rail}: what every rail must do`, () => {
    test('asking twice, also at the same moment, is answered by the same quote', async () => {
      const { key, payer } = await under.openInvoice();
      const [first, second] = await Promise.all([quote(key, payer), quote(key, payer)]);
      expect(second).toEqual(first);
      expect(await quote(key, payer)).toEqual(first);
      expect(first).toMatchObject({ rail, invoiceAmount: 25_000n });
      expect(await stageOf(first)).toBe('unsent');
    });

    test('what is sent is seen, and pays the invoice once it has settled, told however often', async () => {
      const { key, payer, quote: of } = await quoted();
      const money = await under.send(of, of.amount, payer);
      expect(await paymentsOf(key)).toHaveLength(1);
      expect(await stageOf(of)).toBe('sent');
      await money.settle();
      await money.settle();
      expect(await paymentsOf(key)).toMatchObject([
        { rail, status: 'settled', amount: of.amount, invoiceAmount: 25_000n, late: false, flag: null },
      ]);
      expect(await show(key)).toMatchObject({ status: 'paid', paid: 25_000n, overpaid: 0n, paidLate: false });
      await expect(quote(key, payer)).rejects.toMatchObject({ code: 'INVOICE_NOT_PAYABLE' });
    });

    test('what is called off is over, unless it has been paid, and another quote can be had', async () => {
      const { key, payer, quote: of } = await quoted();
      await under.services.rails[rail]?.cancel(payer, of.reference);
      expect(await stageOf(of)).toBe('failed');
      const next = await quote(key, payer);
      expect(next.id).not.toBe(of.id);
      await (await under.send(next, next.amount, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'paid' });
    });

    test('a quote is nothing to other merchants, and what nobody knows is over', async () => {
      const { key, quote: of } = await quoted();
      const { client } = under.billing.database;
      const { rails } = under.services;
      expect(await rails[rail]?.stageOf(client, 'mer_other', of.reference)).toBe('failed');
      expect(await rails[rail]?.stageOf(client, of.merchantId, 'nobody')).toBe('failed');
      const { reference, amount } = of;
      const report = {
        merchantId: 'mer_other',
        rail,
        reference,
        amount,
        confirmedAt: under.billing.clock.now(),
      };
      await under.billing.database.transaction((tx) =>
        reportPayments(tx, under.billing.clock.now(), 'settled', [report]),
      );
      expect(await paymentsOf(key)).toEqual([]);
      expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
    });

    test.runIf(needsPayer)('nobody who is not there can pay', async () => {
      const { key } = await under.openInvoice();
      await expect(quoteInvoice(under.services, null, key, rail)).rejects.toMatchObject({
        code: 'RAIL_UNAVAILABLE',
      });
    });

    test.runIf(!needsPayer)('whoever is there can pay', async () => {
      const { key } = await under.openInvoice();
      expect(await quoteInvoice(under.services, null, key, rail)).toMatchObject({ rail });
    });

    test.runIf(anyAmount)('too little is topped up by a further quote for the rest', async () => {
      const { key, payer, quote: of } = await quoted();
      await (await under.send(of, 10_000n, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'open', paid: 10_000n });
      const rest = await quote(key, payer);
      expect(rest).toMatchObject({ amount: 15_000n, invoiceAmount: 15_000n });
      expect(rest.reference).not.toBe(of.reference);
      await (await under.send(rest, 15_000n, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'paid', paid: 25_000n, overpaid: 0n });
    });

    test.runIf(anyAmount)('what is sent to a quote that another has followed counts', async () => {
      const { key, payer, quote: of } = await quoted();
      await (await under.send(of, 10_000n, payer)).settle();
      await quote(key, payer);
      await (await under.send(of, 15_000n, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'paid', paid: 25_000n });
    });

    test.runIf(anyAmount)('too much becomes the customer’s credit', async () => {
      const { key, payer, quote: of } = await quoted();
      await (await under.send(of, 40_000n, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'paid', paid: 40_000n, overpaid: 15_000n });
      expect(await creditBalance(under.billing.database.client, await show(key))).toBe(15_000n);
    });

    test.runIf(otherCurrency !== undefined)('a rate is promised for a while, and then another', async () => {
      const { key, payer, quote: of } = await quoted(otherCurrency);
      expect(of.expiresAt).not.toBeNull();
      under.billing.prices.BTC = (under.billing.prices.BTC ?? 0n) * 2n;
      expect(await quote(key, payer)).toEqual(of);
      expire();
      const renewed = await quote(key, payer);
      expect(renewed.id).not.toBe(of.id);
      expect(renewed.amount * 2n).toBe(of.amount);
      await (await under.send(renewed, renewed.amount, payer)).settle();
      expect(await show(key)).toMatchObject({ status: 'paid', paid: 25_000n, paidLate: false });
    });

    test.runIf(otherCurrency !== undefined)(
      'what comes late is credited at the rate of then as soon as there is one, and said to be late',
      async () => {
        const { key, payer, quote: of } = await quoted(otherCurrency);
        expire();
        under.billing.prices.BTC = (under.billing.prices.BTC ?? 0n) / 2n;
        const money = await under.send(of, of.amount, payer);
        await money.settle();
        expect(await paymentsOf(key)).toMatchObject([{ status: 'settled', late: true, invoiceAmount: null }]);
        expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
        const { BTC: price = 0n } = under.billing.prices;
        delete under.billing.prices.BTC;
        expect(await valuePayments(under.services)).toBe(0);
        under.billing.prices.BTC = price;
        under.billing.clock.advanceBy(60_000);
        expect(await valuePayments(under.services)).toBe(1);
        expect(await valuePayments(under.services)).toBe(0);
        expect(await show(key)).toMatchObject({ status: 'open', paid: 12_500n });
        const rest = await quote(key, payer);
        await (await under.send(rest, rest.amount, payer)).settle();
        expect(await show(key)).toMatchObject({ status: 'paid', paid: 25_000n });
      },
    );

    test.runIf(reversible)(
      'what was settled and is taken back takes back what it paid, and may come again',
      async () => {
        const { key, payer, quote: of } = await quoted();
        const money = await under.send(of, of.amount, payer);
        await money.settle();
        await money.unsettle?.();
        expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
        expect(await paymentsOf(key)).toMatchObject([{ status: 'confirming' }]);
        await money.settle();
        expect(await show(key)).toMatchObject({ status: 'paid' });
      },
    );

    test.runIf(reversible)('what is lost pays nothing, and counts when it comes after all', async () => {
      const { key, payer, quote: of } = await quoted();
      const money = await under.send(of, of.amount, payer);
      await money.fail?.();
      expect(await paymentsOf(key)).toMatchObject([{ status: 'replaced' }]);
      expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
      await money.settle();
      expect(await paymentsOf(key)).toMatchObject([{ status: 'settled' }]);
      expect(await show(key)).toMatchObject({ status: 'paid' });
    });
  });
}
