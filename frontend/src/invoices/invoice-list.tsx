'use client';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import type { Column } from '../ui/data-table.tsx';
import { ListView } from '../ui/list-view.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { InvoiceState } from './invoice-state.tsx';
import {
  type InvoiceSummaryFragment,
  MerchantInvoicesDocument,
  type MerchantInvoicesQueryVariables,
} from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** Invoices of a merchant, newest first; whose they are only where that is not said already. */
export function InvoiceList({
  filter,
  customer,
  empty,
}: {
  readonly filter: Omit<MerchantInvoicesQueryVariables, 'merchantId' | 'after'>;
  readonly customer: boolean;
  readonly empty?: React.ReactNode;
}) {
  const t = useInvoicesStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const list = useList(MerchantInvoicesDocument, { merchantId, ...filter }, ({ invoices }) => invoices);
  const whose: Column<InvoiceSummaryFragment> = {
    key: 'customer',
    title: t.customer,
    cell: (invoice) => customerName(invoice.customer),
  };
  return (
    <ListView
      list={list}
      caption={t.caption}
      rowKey={({ id }) => id}
      href={({ id }) => `/m/${merchantId}/invoices/${id}`}
      empty={empty ?? <p className="text-soft">{t.none}</p>}
      columns={[
        { key: 'number', title: t.number, cell: ({ number }) => t.name(number) },
        ...(customer ? [whose] : []),
        { key: 'kind', title: t.kind, cell: ({ kind }) => words.invoiceKind[kind] },
        { key: 'status', title: t.status, cell: (invoice) => <InvoiceState invoice={invoice} /> },
        { key: 'due', title: t.due, cell: ({ dueAt }) => format.date(dueAt) },
        {
          key: 'total',
          title: t.total,
          numeric: true,
          cell: ({ total, currency }) => format.money(total, currency),
        },
      ]}
    />
  );
}
