import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { addCredit } from './credit.repository.ts';

/** Gives back to a customer the credit that was used for a locked invoice. */
export async function returnCredit(tx: Tx, now: Date, invoice: InvoiceRow): Promise<void> {
  const { merchantId, id, customerId, currency, credit, revision } = invoice;
  if (credit === 0n) return;
  const [from = '', to = ''] = await billingAccountIds(tx, now, [
    revenueAccount(merchantId, currency),
    creditAccount(customerId, currency),
  ]);
  await post(tx, now, {
    key: `invoice.credit.returned:${id}:${revision}`,
    kind: 'credit.returned',
    movements: [{ action: 'transfer', from, to, amount: credit, currency }],
    metadata: { invoiceId: id },
  });
  await addCredit(tx, [{ merchantId, id, amount: -credit }], now);
}
