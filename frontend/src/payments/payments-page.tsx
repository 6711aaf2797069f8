'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Card } from '../ui/card.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { TextField } from '../ui/field.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useRefresh } from '../ui/use-refresh.ts';
import { endOfDay, startOfDay, useUrlFilters } from '../ui/use-url-filters.ts';
import { useBillingWords } from '../words/billing-words.ts';
import { usePaymentColumns } from './payment-columns.tsx';
import { MerchantPaymentsDocument, type PaymentStatus, type Rail } from './payments.generated.ts';
import { usePaymentsStrings } from './payments-strings.ts';

/** Every payment over every rail, newest first, kept up to date. */
export function PaymentsPage() {
  const t = usePaymentsStrings();
  const words = useBillingWords();
  const { id: merchantId } = useMerchant();
  const filters = useUrlFilters();
  const rails = Object.entries(words.rail) as [Rail, string][];
  const statuses = Object.entries(words.payment).map(
    ([key, { text }]) => [key as PaymentStatus, text] as const,
  );
  const rail = filters.pick(
    'rail',
    rails.map(([key]) => key),
  );
  const status = filters.pick(
    'status',
    statuses.map(([key]) => key),
  );
  const list = useList(
    MerchantPaymentsDocument,
    {
      merchantId,
      rail: rail ?? null,
      status: status ?? null,
      from: startOfDay(filters.get('from')),
      to: endOfDay(filters.get('to')),
    },
    ({ payments }) => payments,
  );
  useRefresh(list.refetch);
  const columns = usePaymentColumns({ customer: true });
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={<CsvButton path={`/api/merchants/${merchantId}/payments.csv`} filename="payments.csv" />}
      />
      <Card>
        <div className="mb-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <FilterSelect
            label={t.rail}
            all={t.allRails}
            options={rails}
            value={rail}
            onChange={(value) => filters.set('rail', value)}
          />
          <FilterSelect
            label={t.status}
            all={t.allStatuses}
            options={statuses}
            value={status}
            onChange={(value) => filters.set('status', value)}
          />
          <TextField
            type="date"
            label={t.from}
            value={filters.get('from')}
            onChange={(event) => filters.set('from', event.target.value)}
          />
          <TextField
            type="date"
            label={t.to}
            value={filters.get('to')}
            onChange={(event) => filters.set('to', event.target.value)}
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
