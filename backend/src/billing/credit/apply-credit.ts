import { type NewPosting, postAll, readAccounts } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import { amountDue } from '../invoices/invoice.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { recomputeInvoices } from '../invoices/recompute-invoices.ts';
import { recomputeSubscriptions } from '../subscriptions/recompute-subscriptions.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { addCredit, findCreditors, lockCredit } from './credit.repository.ts';

/**
 * Pays open invoices from their customers' credit balances, as far as those reach: earlier invoices of a list first.
 * A fixed number of statements however many there are; those whose customers have no credit cost nothing further.
 * What is paid by it counts at once.
 */
export async function applyCredit(tx: Tx, now: Date, invoices: readonly InvoiceRow[]): Promise<void> {
  const creditors = await findCreditors(tx, invoices);
  const payable = invoices.filter(({ customerId, currency }) => creditors.has(`${customerId} ${currency}`));
  if (payable.length === 0) return;
  await lockCredit(tx, payable);
  const ids = await billingAccountIds(
    tx,
    now,
    payable.flatMap(({ merchantId, customerId, currency }) => [
      creditAccount(customerId, currency),
      revenueAccount(merchantId, currency),
    ]),
  );
  const left = new Map(
    (await readAccounts(tx, [...new Set(ids)])).map(({ id, available }) => [id, available ?? 0n]),
  );
  const uses = payable.flatMap((invoice, index) => {
    const [credit = '', revenue = ''] = ids.slice(index * 2, index * 2 + 2);
    const there = left.get(credit) ?? 0n;
    const due = amountDue(invoice);
    const amount = due < there ? due : there;
    left.set(credit, there - amount);
    return amount > 0n ? [{ invoice, credit, revenue, amount }] : [];
  });
  if (uses.length === 0) return;
  await postAll(
    tx,
    now,
    uses.map(
      ({ invoice: { id, currency, revision }, credit, revenue, amount }): NewPosting => ({
        key: `invoice.credit:${id}:${revision}`,
        kind: 'credit.applied',
        movements: [{ action: 'transfer', from: credit, to: revenue, amount, currency }],
        metadata: { invoiceId: id },
      }),
    ),
  );
  await addCredit(
    tx,
    uses.map(({ invoice: { merchantId, id }, amount }) => ({ merchantId, id, amount })),
    now,
  );
  const paid = await recomputeInvoices(
    tx,
    now,
    uses.map(({ invoice: { merchantId, id } }) => ({ merchantId, invoiceId: id })),
  );
  const subscriptions = await recomputeSubscriptions(
    tx,
    now,
    paid.flatMap(({ after: { merchantId, subscriptionId } }) =>
      subscriptionId === null ? [] : [{ merchantId, subscriptionId }],
    ),
  );
  await recordEvents(
    tx,
    now,
    subscriptions.flatMap((each) => subscriptionEvents(each, each.changes)),
  );
}
