import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { NewInvoice } from './new-invoice.ts';
import { storedTaxes, type TaxRate } from './tax.ts';

/** What an invoice is taxed by. */
interface TaxTerms {
  readonly invoiceId: string;
  readonly taxes: readonly TaxRate[];
  /** Whether it is for a token, whose price on the chain is all that is paid. */
  readonly onChain: boolean;
}

/** The rates of the customers of these invoices, or of their merchants; those without any are left out. */
export async function readTaxTerms(
  tx: Tx,
  invoices: readonly Pick<NewInvoice, 'merchantId' | 'id' | 'customerId' | 'subscriptionId'>[],
): Promise<TaxTerms[]> {
  const keys = invoices.map(({ merchantId, id, customerId, subscriptionId }) => ({
    merchantId,
    id,
    customerId,
    subscriptionId,
  }));
  const rows = await tx.$queryRaw<{ invoiceId: string; taxes: unknown; onChain: boolean }[]>`
    SELECT k.id AS "invoiceId", coalesce(c.taxes, bp.taxes) AS taxes, coalesce(pr.on_chain, false) AS "onChain"
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text, "customerId" text,
      "subscriptionId" text)
    JOIN customers c ON c.merchant_id = k."merchantId" AND c.id = k."customerId"
    LEFT JOIN billing_policies bp ON bp.merchant_id = k."merchantId"
    LEFT JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k."subscriptionId"
    LEFT JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
    WHERE coalesce(c.taxes, bp.taxes, '[]') <> '[]'`;
  return rows.map(({ taxes, ...row }) => ({ ...row, taxes: storedTaxes(taxes) }));
}
