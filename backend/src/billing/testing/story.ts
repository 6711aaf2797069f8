import type { PersonScope } from '../../identity/index.ts';
import { newId } from '../../platform/ids.ts';
import { advanceTestClocks } from '../clock/advance-test-clocks.ts';
import { findTestClock } from '../clock/clock.repository.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { advanceTestClock, setTestClock } from '../clock/move-test-clock.ts';
import { findInvoice } from '../invoices/invoice.repository.ts';
import type { PaymentNews } from '../payments/payment.ts';
import type { PaymentReport } from '../payments/payment-report.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { Interval } from '../periods/index.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { createPlan } from '../plans/create-plan.ts';
import { offerQuote } from '../quotes/offer-quote.ts';
import { showSubscription } from '../subscriptions/show-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { createTestBilling, MONTHLY } from '../testing.ts';

/** What a plan of a story costs, in cents. */
interface StoryPrice {
  readonly amount: bigint;
  readonly interval?: Interval;
  readonly trialDays?: number;
  readonly graceDays?: number;
  readonly setupFee?: bigint;
}

/**
 * A merchant in test mode whose clock stands at `begins`, with what happens to their subscribers told as it would
 * happen: time passes by moving the clock, and money comes as a rail reports it. Or a live one, on the test's clock.
 */
export async function createStory(databaseUrl: string, begins: string | { readonly live: true }) {
  const billing = await createTestBilling(databaseUrl, {
    mode: typeof begins === 'string' ? 'test' : 'live',
  });
  const { services, database, merchant, owner, clock } = billing;
  const { merchantId } = merchant;
  const moving = { database, clock, jobs: { enqueue: async () => undefined } };
  if (typeof begins === 'string') {
    await setTestClock(moving, merchant, new Date(begins));
    await advanceTestClocks(services, { merchantId });
  }

  /** Lets time pass until then, doing what becomes due on the way. */
  async function until(instant: string | Date): Promise<number> {
    await advanceTestClock(moving, merchant, new Date(instant));
    return advanceTestClocks(services, { merchantId });
  }

  async function plan(name: string, ...prices: readonly StoryPrice[]) {
    const { planId } = await createPlan(services, owner, merchant, {
      name,
      prices: prices.map((price) => ({ currency: 'USD', interval: MONTHLY, ...price })),
    });
    await activatePlan(services, merchant, planId);
    const stored = await database.client.price.findMany({ where: { planId }, orderBy: { id: 'asc' } });
    return { planId, priceIds: stored.map(({ id }) => id) };
  }

  /** Hands out an address for so much of an invoice, or all that is due. */
  async function offer(payer: PersonScope, invoiceId: string, amount?: bigint): Promise<PaymentReport> {
    return database.transaction(async (tx) => {
      const now = await merchantNow(tx, clock, merchantId);
      const invoice = await findInvoice(tx, merchant, invoiceId);
      if (!invoice) throw new Error(`no invoice ${invoiceId}`);
      const due = amount ?? invoice.total - invoice.credit - invoice.paid;
      const reference = newId('transaction');
      const begin = async () => ({ reference, transactionId: null, instructions: {} });
      const rails = { charms: { ...services.rails.charms, begin } };
      const { currency } = invoice;
      const terms = { rail: 'charms', payer, amount: due, currency, invoiceAmount: due } as const;
      await offerQuote(tx, { rails }, now, invoice, { ...terms, expiresAt: null, mint: null });
      return { merchantId, rail: 'charms', reference, amount: due, confirmedAt: clock.now() };
    });
  }

  async function report(news: PaymentNews, payment: PaymentReport): Promise<void> {
    await database.transaction((tx) => reportPayments(tx, clock.now(), news, [payment]));
  }

  /** Pays an invoice, or so much of it. */
  async function pay(payer: PersonScope, invoiceId: string, amount?: bigint): Promise<PaymentReport> {
    const payment = await offer(payer, invoiceId, amount);
    await report('settled', payment);
    return payment;
  }

  /** Somebody who subscribes, and pays the first invoice if there is one. */
  async function subscriber(priceId: string, { quantity = 1, pays = true } = {}) {
    const person = await billing.newPerson();
    const { subscriptionId, invoiceId } = await startSubscription(services, person, { priceId, quantity });
    if (invoiceId !== null && pays) await pay(person, invoiceId);
    const show = () => showSubscription(database.client, person, subscriptionId);
    const invoices = () =>
      database.client.invoice.findMany({ where: { subscriptionId }, orderBy: { number: 'asc' } });
    return {
      person,
      subscriptionId,
      show,
      invoices,
      /** Each as `kind status total`. */
      bills: async () =>
        (await invoices()).map(({ kind, status, total }) => `${kind} ${status} ${total.toFixed()}`),
      /** Pays the newest invoice, or so much of it. */
      payNewest: async (amount?: bigint) => {
        const newest = (await invoices()).at(-1);
        if (!newest) throw new Error('nothing to pay');
        return pay(person, newest.id, amount);
      },
      credit: async () => {
        const { customerId: ownerId } = await show();
        const account = await database.client.ledgerAccount.findFirst({
          where: { ownerKind: 'customer', ownerId },
        });
        return BigInt(account?.balance.toFixed() ?? 0);
      },
    };
  }

  return {
    ...billing,
    moving,
    until,
    plan,
    offer,
    report,
    pay,
    subscriber,
    testClock: () => findTestClock(database.client, merchantId),
  };
}

export type Story = Awaited<ReturnType<typeof createStory>>;
