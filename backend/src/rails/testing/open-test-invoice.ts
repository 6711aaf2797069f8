import { ensureCustomer } from '../../billing/customers/customer.repository.ts';
import { newInvoice } from '../../billing/invoices/new-invoice.ts';
import { openInvoice } from '../../billing/invoices/open-invoices.ts';
import type { TestBilling } from '../../billing/testing.ts';
import type { PersonScope } from '../../identity/index.ts';

/** An open invoice of a person for something that is on no chain. */
export async function openTestInvoice(
  { database, merchant: { merchantId }, clock }: Pick<TestBilling, 'database' | 'merchant' | 'clock'>,
  payer: PersonScope,
  { amount = 25_000n, currency = 'BTC' }: { readonly amount?: bigint; readonly currency?: string } = {},
) {
  const now = clock.now();
  const { id: invoiceId } = await database.transaction(async (tx) =>
    openInvoice(
      tx,
      now,
      newInvoice({
        merchantId,
        kind: 'manual',
        customerId: await ensureCustomer(tx, payer, merchantId, now),
        subscriptionId: null,
        currency,
        lines: [{ kind: 'item', description: 'Something', quantity: 1, unitAmount: amount, amount }],
        periods: 0,
        dueAt: new Date(now.getTime() + 7 * 86_400_000),
      }),
    ),
  );
  return { key: { merchantId, invoiceId }, payer };
}
