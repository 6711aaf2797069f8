'use client';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import type { Column } from '../ui/data-table.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { PaymentState } from './payment-state.tsx';
import type { PaymentFactsFragment } from './payments.generated.ts';
import { usePaymentsStrings } from './payments-strings.ts';

/** What is said of a payment in a list; from whom it is only where that is not said already. */
export function usePaymentColumns({
  customer,
}: {
  readonly customer: boolean;
}): readonly Column<PaymentFactsFragment>[] {
  const t = usePaymentsStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { now } = useMerchant();
  const from: Column<PaymentFactsFragment> = {
    key: 'customer',
    title: t.customer,
    cell: ({ invoice }) => customerName(invoice.customer),
  };
  return [
    ...(customer ? [from] : []),
    { key: 'rail', title: t.rail, cell: ({ rail }) => words.rail[rail] },
    { key: 'status', title: t.status, cell: (payment) => <PaymentState payment={payment} /> },
    { key: 'when', title: t.when, cell: ({ createdAt }) => format.relative(createdAt, now()) },
    {
      key: 'reference',
      title: t.reference,
      cell: ({ chain, reference }) => <Shortened text={chain?.txid ?? reference} ends={6} />,
    },
    {
      key: 'amount',
      title: t.amount,
      numeric: true,
      cell: ({ amount, currency, invoice, invoiceAmount }) => (
        <>
          {format.money(amount, currency)}
          {invoiceAmount && invoice.currency !== currency && (
            <span className="block text-sm text-soft">
              {t.worth(format.money(invoiceAmount, invoice.currency))}
            </span>
          )}
        </>
      ),
    },
  ];
}
