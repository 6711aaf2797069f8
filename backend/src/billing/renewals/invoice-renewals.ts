import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { applyCredit } from '../credit/apply-credit.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { type NewInvoice, newInvoice, planLine } from '../invoices/new-invoice.ts';
import { openInvoices } from '../invoices/open-invoices.ts';
import { addIntervals } from '../periods/index.ts';
import { DEFAULT_POLICY } from '../policy/policy.ts';
import { type DueRenewal, takeDueRenewals } from './due-renewals.repository.ts';

const BATCH = 500;
const HOUR_MS = 3_600_000;

/**
 * Invoices the next period of every subscription that is due for it, in batches that any number of workers may share,
 * until none is left, and takes from credit balances what there is. A batch is one database transaction: whatever
 * crashes or repeats, a period has one invoice. Costs what is due, not what there is. Answers with how many there were.
 */
export async function invoiceRenewals(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: number } = {},
): Promise<number> {
  let invoiced = 0;
  for (;;) {
    const now = clock.now();
    const taken = await database.transaction(async (tx) => {
      const due = await takeDueRenewals(tx, now, batch);
      invoiced += await openRenewals(tx, now, due);
      return due.length;
    });
    if (taken < batch || signal?.aborted) return invoiced;
  }
}

async function openRenewals(tx: Tx, now: Date, due: readonly DueRenewal[]): Promise<number> {
  const renewals = due.filter(({ invoiced }) => !invoiced).map((each) => toInvoice(each, now));
  const opened = await openInvoices(tx, now, renewals);
  await recordEvents(
    tx,
    now,
    opened.flatMap((invoice) => invoiceEvents(invoice, ['opened'])),
  );
  await applyCredit(tx, now, opened);
  return opened.length;
}

function toInvoice(due: DueRenewal, now: Date): NewInvoice {
  const { merchantId, subscriptionId, customerId, planName, amount, currency, quantity } = due;
  const interval = { unit: due.intervalUnit, count: due.intervalCount };
  const period = {
    periodStart: due.paidThrough,
    periodEnd: addIntervals(due.anchorAt, interval, due.paidPeriods + 1),
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
