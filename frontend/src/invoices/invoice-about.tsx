'use client';
import Link from 'next/link';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { InvoiceFactsFragment } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** Whose an invoice is, what it is of, and when what happened to it. */
export function InvoiceAbout({ invoice }: { readonly invoice: InvoiceFactsFragment }) {
  const t = useInvoicesStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const { customer, kind, memo, subscriptionId, createdAt, openedAt, dueAt, paidAt, closedAt } = invoice;
  const { periodStart, periodEnd } = invoice;
  return (
    <Card title={t.about}>
      <KeyValues
        items={[
          [
            t.customer,
            <Link key="customer" className="underline" href={`/m/${merchantId}/customers/${customer.id}`}>
              {customerName(customer)}
            </Link>,
          ],
          [t.kind, words.invoiceKind[kind]],
          subscriptionId !== null && [
            t.dates.subscription,
            <Link
              key="subscription"
              className="underline"
              href={`/m/${merchantId}/subscriptions/${subscriptionId}`}
            >
              {t.showSubscription}
            </Link>,
          ],
          periodStart !== null &&
            periodEnd !== null && [t.dates.period, `${format.date(periodStart)} – ${format.date(periodEnd)}`],
          [t.created, format.dateTime(createdAt)],
          openedAt !== null && [t.dates.opened, format.dateTime(openedAt)],
          [t.dates.due, format.dateTime(dueAt)],
          paidAt !== null && [t.dates.paid, format.dateTime(paidAt)],
          closedAt !== null && [t.dates.closed, format.dateTime(closedAt)],
          memo !== null && [t.dates.memo, memo],
        ]}
      />
    </Card>
  );
}
