'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import { useList } from '../graphql/use-list.ts';
import { Card } from '../ui/card.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useUrlFilters } from '../ui/use-url-filters.ts';
import { useBillingWords } from '../words/billing-words.ts';
import { useRefundColumns } from './refund-columns.tsx';
import { MerchantRefundsDocument, type RefundStatus } from './refunds.generated.ts';
import { useRefundsStrings } from './refunds-strings.ts';

/** What goes back to customers, and what of it is still to be sent. */
export function RefundsPage() {
  const t = useRefundsStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const filters = useUrlFilters();
  const statuses = Object.entries(words.refund).map(
    ([key, { text }]) => [key as RefundStatus, text] as const,
  );
  const status = filters.pick(
    'status',
    statuses.map(([key]) => key),
  );
  const list = useList(
    MerchantRefundsDocument,
    { merchantId, status: status ?? null },
    ({ refunds }) => refunds,
  );
  const columns = useRefundColumns(list.refetch);
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="refunds.csv"
            columns={[
              { title: t.created, value: ({ createdAt }) => createdAt },
              { title: t.invoice, value: ({ invoiceId }) => invoiceId },
              {
                title: t.amount,
                value: ({ amount, currency }) =>
                  `${toDecimal(BigInt(amount), format.decimals(currency))} ${currency}`,
              },
              { title: t.rail, value: ({ rail }) => words.rail[rail] },
              { title: t.to, value: ({ destination }) => destination ?? '' },
              { title: t.reason, value: ({ reason }) => reason },
              { title: t.status, value: (refund) => words.refund[refund.status].text },
              { title: t.reference, value: ({ reference }) => reference ?? '' },
            ]}
          />
        }
      />
      <Card>
        <div className="mb-4 max-w-56">
          <FilterSelect
            label={t.filter}
            all={t.all}
            options={statuses}
            value={status}
            onChange={(value) => filters.set('status', value)}
          />
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          href={({ invoiceId }) => `/m/${merchantId}/invoices/${invoiceId}`}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={columns}
        />
      </Card>
    </>
  );
}
