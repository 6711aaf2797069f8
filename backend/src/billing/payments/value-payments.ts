import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { convert, type Rate, RateUnavailableError } from '../../rates/index.ts';
import { byMerchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { recomputeInvoices } from '../invoices/recompute-invoices.ts';
import type { BillingServices } from '../ports.ts';
import { recomputeSubscriptions } from '../subscriptions/recompute-subscriptions.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import {
  findUnvalued,
  setValues,
  type UnvaluedPayment,
  type ValuedPayment,
} from './unvalued-payment.repository.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rates' | 'currencies'>;

const BATCH = 1_000;

/**
 * Says what late payments in another currency are worth, at the rate of now: they are looked for as soon as they have
 * been seen, settled or not, so it is the rate at which they came. Where there is no rate they wait for the next time.
 * What is settled counts from here on. Answers with how many were valued.
 */
export async function valuePayments(services: Services): Promise<number> {
  const { database, clock, currencies } = services;
  const unvalued = await findUnvalued(database.client, BATCH);
  if (unvalued.length === 0) return 0;
  const rates = await currentRates(services, unvalued);
  const values = unvalued.flatMap(({ merchantId, id, amount, currency, invoiceCurrency }) => {
    const rate = rates.get(pairOf({ currency, invoiceCurrency }));
    if (!rate) return [];
    const invoiceAmount = convert({
      amountUnits: amount,
      ratio: rate.ratio,
      fromDecimals: currencies.get(currency).decimals,
      toDecimals: currencies.get(invoiceCurrency).decimals,
      rounding: 'down',
    });
    return [{ merchantId, id, invoiceAmount }];
  });
  if (values.length === 0) return 0;
  return database.transaction(async (tx) => {
    const now = realNow(clock);
    const valued = await setValues(tx, values, now);
    for (const part of await byMerchantNow(tx, now, valued)) await count(tx, part.now, part.items);
    return valued.length;
  });
}

/** The rates that are known; asked for before the transaction, since sources may take their time. */
async function currentRates(
  { rates }: Services,
  payments: readonly UnvaluedPayment[],
): Promise<Map<string, Rate>> {
  const pairs = new Map(payments.map((payment) => [pairOf(payment), payment]));
  const known = new Map<string, Rate>();
  for (const [pair, { currency, invoiceCurrency }] of pairs) {
    try {
      known.set(pair, await rates.rate(currency, invoiceCurrency));
    } catch (error) {
      if (!(error instanceof RateUnavailableError)) throw error;
    }
  }
  return known;
}

function pairOf({
  currency,
  invoiceCurrency,
}: Pick<UnvaluedPayment, 'currency' | 'invoiceCurrency'>): string {
  return `${currency}/${invoiceCurrency}`;
}

async function count(tx: Tx, now: Date, payments: readonly ValuedPayment[]): Promise<void> {
  const told = new Set((await recomputeInvoices(tx, now, payments)).map(({ after }) => after.id));
  const subscriptions = await recomputeSubscriptions(
    tx,
    now,
    payments.flatMap(({ merchantId, subscriptionId }) =>
      subscriptionId === null ? [] : [{ merchantId, subscriptionId }],
    ),
  );
  await recordEvents(tx, now, [
    ...payments.map(({ merchantId, id, invoiceId }) => ({
      type: 'payment.updated',
      subjectId: id,
      merchantId,
      data: { invoiceId },
    })),
    ...payments.flatMap(({ invoiceId: id, ...payment }) =>
      told.has(id) ? [] : invoiceEvents({ ...payment, id }),
    ),
    ...subscriptions.flatMap((each) => subscriptionEvents(each, each.changes)),
  ]);
}
