'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { MerchantCustomerDocument } from '../customers/customers.generated.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Card } from '../ui/card.tsx';
import { SelectField } from '../ui/field.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { CustomerChoice } from './customer-choice.tsx';
import { InvoiceForm } from './invoice-form.tsx';
import { type UpdateInvoiceInput, WriteInvoiceDocument } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';
import { useTaxesText } from './use-taxes-text.ts';

/** An invoice by hand, as a draft; `?customer=` says for whom. */
export function NewInvoicePage() {
  const t = useInvoicesStrings();
  const format = useFormats();
  const router = useRouter();
  const taxes = useTaxesText();
  const { id: merchantId } = useMerchant();
  const [preferred] = useReportCurrency();
  const named = useSearchParams().get('customer') ?? '';
  const [{ data }] = useQuery({
    query: MerchantCustomerDocument,
    variables: { merchantId, id: named },
    pause: named === '',
  });
  const [choice, setChoice] = useState<{
    readonly customer:
      | { readonly id: string; readonly name: string | null; readonly address: string }
      | undefined;
  }>();
  const customer = choice ? choice.customer : data?.customer;
  const [currency, setCurrency] = useState(preferred);
  const [wrong, setWrong] = useState<string>();
  const write = useKeyedAction(WriteInvoiceDocument);
  const submit = async (input: UpdateInvoiceInput) => {
    setWrong(customer ? undefined : t.needCustomer);
    if (!customer) return;
    const { data: written } = await write.run({
      input: { ...input, merchantId, customerId: customer.id, currency },
    });
    if (written) router.push(`/m/${merchantId}/invoices/${written.createInvoice.id}`);
  };
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={t.newTitle}
        description={t.newLead}
        back={{ href: `/m/${merchantId}/invoices`, label: t.back }}
      />
      <InvoiceForm
        currency={currency}
        taxes={taxes}
        busy={write.busy}
        problem={write.problem}
        onSubmit={submit}
      >
        <Card title={t.who}>
          <CustomerChoice
            chosen={customer}
            error={wrong}
            onChange={(next) => {
              setWrong(undefined);
              setChoice({ customer: next });
            }}
          />
          <div className="mt-4 max-w-40">
            <SelectField
              label={t.currency}
              value={currency}
              onChange={(event) => setCurrency(event.target.value)}
            >
              {format.currencies.map(({ code }) => (
                <option key={code}>{code}</option>
              ))}
            </SelectField>
          </div>
        </Card>
      </InvoiceForm>
    </div>
  );
}
