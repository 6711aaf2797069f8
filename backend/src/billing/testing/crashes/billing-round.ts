import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/index.ts';
import { findInvoice, lockInvoices } from '../../invoices/invoice.repository.ts';
import type { PaymentReport } from '../../payments/payment-report.ts';
import { reportPayments } from '../../payments/report-payments.ts';
import type { PaymentRail } from '../../ports.ts';
import { offerQuote } from '../../quotes/offer-quote.ts';
import { invoiceRenewals } from '../../renewals/invoice-renewals.ts';
import { lapseSubscriptions } from '../../subscriptions/lapse-subscriptions.ts';

interface Services {
  readonly database: Database;
  readonly clock: Clock;
}

/** A rail that knows each offer by its invoice. */
const rail: PaymentRail = {
  currencyFor: () => 'USD',
  begin: async (_, { invoiceId }) => ({ reference: invoiceId, transactionId: null, instructions: {} }),
  stageOf: async () => 'sent',
  cancel: async () => undefined,
};

/**
 * What the workers of a small installation do when a month is due: invoice it, quote what is open, and hear from the
 * rail about money, more often than once. All of it may be cut off anywhere and done again, by any number at a time.
 */
export async function billingRound({ database, clock }: Services, merchantId: string): Promise<void> {
  await invoiceRenewals({ database, clock }, { batch: 3 });
  const open = await database.client.invoice.findMany({
    where: { merchantId, kind: 'renewal', status: 'open' },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of open) {
    const reports = await offered({ database, clock }, merchantId, id);
    // As the rail tells it: each part when it is seen, then all that are settled, then once more.
    for (const part of reports) {
      await database.transaction((tx) => reportPayments(tx, clock.now(), 'detected', [part]));
    }
    for (const told of [reports, reports]) {
      await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', told));
    }
  }
  await lapseSubscriptions({ database, clock });
}

/** Quotes an open invoice once, and answers with what is paid for it: in two parts, every third one too much. */
async function offered(
  { database, clock }: Services,
  merchantId: string,
  id: string,
): Promise<PaymentReport[]> {
  const now = clock.now();
  const { amount, number } = await database.transaction(async (tx) => {
    await lockInvoices(tx, [{ merchantId, invoiceId: id }]);
    const invoice = await findInvoice(tx, { merchantId }, id);
    if (!invoice) throw new Error(`no invoice ${id}`);
    const { currency, number } = invoice;
    const known = await tx.quote.findFirst({ where: { merchantId, invoiceId: id } });
    if (known) return { amount: BigInt(known.amount.toFixed()), number: number ?? 0 };
    const due = invoice.total - invoice.credit - invoice.paid;
    if (due > 0n) {
      const terms = { rail: 'charms', payer: null, amount: due, currency, invoiceAmount: due } as const;
      await offerQuote(tx, { rails: { charms: rail } }, now, invoice, {
        ...terms,
        expiresAt: null,
        mint: null,
      });
    }
    return { amount: due, number: number ?? 0 };
  });
  const first = amount / 3n;
  const rest = amount - first + (number % 3 === 0 ? amount / 2n : 0n);
  return [first, rest]
    .map((part, index) => ({
      merchantId,
      rail: 'charms' as const,
      reference: `${id}:${index}`,
      quoteReference: id,
      amount: part,
      confirmedAt: now,
    }))
    .filter(({ amount: part }) => part > 0n);
}
