import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { DueWork } from '../clock/due-work.ts';
import { realNow } from '../clock/real-now.ts';
import { applyCredit } from '../credit/apply-credit.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { type NewInvoice, newInvoice, planLine } from '../invoices/new-invoice.ts';
import { openInvoices } from '../invoices/open-invoices.ts';
import { addIntervals } from '../periods/index.ts';
import { DEFAULT_POLICY } from '../policy/policy.ts';
import { insertStep, noteBaseline } from '../subscriptions/step.repository.ts';
import { type DueRenewal, takeDueRenewals } from './due-renewals.repository.ts';
import { analyzeFirstFill } from './first-fill.repository.ts';

const BATCH = 500;
const HOUR_MS = 3_600_000;

/**
 * Invoices the next period of every subscription that is due for it, in batches that any number of workers may share,
 * until none is left, and takes from credit balances what there is. A batch is one database transaction: whatever
 * crashes or repeats, a period has one invoice. Costs what is due, not what there is. Answers with how many there were.
 */
export async function invoiceRenewals(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  { signal, merchantId, batch: limit = BATCH }: DueWork = {},
): Promise<number> {
  let invoiced = 0;
  for (let batches = 0; ; batches++) {
    const now = realNow(clock);
    const taken = await database.transaction(async (tx) => {
      const due = await takeDueRenewals(tx, { now, limit, merchantId });
      invoiced += await openRenewals(tx, now, due);
      return due.length;
    });
    if (taken < limit || signal?.aborted) return invoiced;
    if (batches === 0) await analyzeFirstFill(database.client);
  }
}

async function openRenewals(tx: Tx, now: Date, due: readonly DueRenewal[]): Promise<number> {
  const renewals = due
    .filter(({ invoiced }) => !invoiced)
    .map((each) => ({ due: each, invoice: toInvoice(each, now) }));
  const opened = await openInvoices(
    tx,
    now,
    renewals.map(({ invoice }) => invoice),
  );
  for (const { due: each, invoice } of renewals) {
    if (each.changes) await noteChange(tx, now, each, invoice);
  }
  await recordEvents(
    tx,
    now,
    opened.flatMap((invoice) => invoiceEvents(invoice, ['opened'])),
  );
  await applyCredit(tx, now, opened);
  return opened.length;
}

/** The next period is at another price: with the payment of its invoice that takes effect where it begins. */
async function noteChange(tx: Tx, now: Date, due: DueRenewal, invoice: NewInvoice): Promise<void> {
  const { merchantId, subscriptionId, priceId, quantity, paidThrough: at } = due;
  const key = { merchantId, id: subscriptionId };
  await noteBaseline(tx, now, key, { priceId: due.presentPriceId, quantity: due.presentQuantity });
  const restart =
    due.intervalUnit !== due.presentIntervalUnit || due.intervalCount !== due.presentIntervalCount;
  await insertStep(tx, key, { kind: 'change', at, invoiceId: invoice.id, priceId, quantity, restart }, now);
}

function toInvoice(due: DueRenewal, now: Date): NewInvoice {
  const { merchantId, subscriptionId, customerId, planName, amount, currency, quantity } = due;
  const interval = { unit: due.intervalUnit, count: due.intervalCount };
  const period = {
    periodStart: due.paidThrough,
    // A period of another length begins a run of its own.
    periodEnd:
      due.intervalUnit === due.presentIntervalUnit && due.intervalCount === due.presentIntervalCount
        ? addIntervals(due.anchorAt, interval, due.paidPeriods + 1)
        : addIntervals(due.paidThrough, interval, 1),
  };
  const soonest = new Date(now.getTime() + (due.dueHours ?? DEFAULT_POLICY.dueHours) * HOUR_MS);
  return newInvoice({
    merchantId,
    kind: 'renewal',
    customerId,
    subscriptionId,
    currency,
    lines: [planLine(planName, amount, { quantity, periods: 1 }, period)],
    periods: 1,
    ...period,
    dueAt: due.paidThrough > soonest ? due.paidThrough : soonest,
    toleranceBps: due.toleranceBps ?? DEFAULT_POLICY.toleranceBps,
  });
}
