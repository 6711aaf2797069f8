import type { Tx } from '../../platform/database/index.ts';
import { type NewInvoice, withTaxes } from './new-invoice.ts';
import { readTaxTerms } from './tax.repository.ts';

/**
 * Invoices with the tax lines that their customers' rates make, in one statement however many there are. What is minted
 * on the chain costs what its token says: taxes are within that, never on top of it.
 */
export async function taxInvoices(tx: Tx, invoices: readonly NewInvoice[]): Promise<NewInvoice[]> {
  if (invoices.length === 0) return [];
  const terms = new Map((await readTaxTerms(tx, invoices)).map((each) => [each.invoiceId, each]));
  return invoices.map((invoice) => {
    const { taxes = [], onChain = false } = terms.get(invoice.id) ?? {};
    const within = onChain || invoice.taxIncluded === true;
    return withTaxes(invoice, within ? taxes.map((rate) => ({ ...rate, included: true })) : taxes);
  });
}
