'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { InvoiceTaxesDocument } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

const PPM = 1_000_000;

/** Which taxes invoices have unless the customer has others, in words; empty until it is known. */
export function useTaxesText(): string {
  const t = useInvoicesStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const [{ data }] = useQuery({ query: InvoiceTaxesDocument, variables: { merchantId } });
  const taxes = data?.invoicing.taxes;
  if (taxes === undefined) return '';
  if (taxes.length === 0) return t.noTaxes;
  return t.taxes(taxes.map(({ name, ratePpm }) => `${name} ${format.percent(ratePpm / PPM)}`).join(', '));
}
