'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { CheckboxField, TextField } from '../ui/field.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { endOfDay, startOfDay, useUrlFilters } from '../ui/use-url-filters.ts';
import { useBillingWords } from '../words/billing-words.ts';
import { InvoiceList } from './invoice-list.tsx';
import type { InvoiceKind, InvoiceStatus } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** All invoices of a merchant, filtered as the address says. */
export function InvoicesPage() {
  const t = useInvoicesStrings();
  const words = useBillingWords();
  const { id: merchantId, may } = useMerchant();
  const filters = useUrlFilters();
  const statuses = Object.entries(words.invoice).map(
    ([key, { text }]) => [key as InvoiceStatus, text] as const,
  );
  const kinds = Object.entries(words.invoiceKind) as [InvoiceKind, string][];
  const status = filters.pick(
    'status',
    statuses.map(([key]) => key),
  );
  const kind = filters.pick(
    'kind',
    kinds.map(([key]) => key),
  );
  const overdue = filters.get('overdue') === '1';
  const create = may('ADMIN') && (
    <LinkButton look="primary" href={`/m/${merchantId}/invoices/new`}>
      {t.create}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <>
            <CsvButton path={`/api/merchants/${merchantId}/invoices.csv`} filename="invoices.csv" />
            {create}
          </>
        }
      />
      <Card>
        <div className="mb-4 grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-5">
          <FilterSelect
            label={t.status}
            all={t.allStatuses}
            options={statuses}
            value={status}
            onChange={(value) => filters.set('status', value)}
          />
          <FilterSelect
            label={t.kind}
            all={t.allKinds}
            options={kinds}
            value={kind}
            onChange={(value) => filters.set('kind', value)}
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
          <div className="sm:pb-2">
            <CheckboxField
              label={t.overdue}
              checked={overdue}
              onChange={(event) => filters.set('overdue', event.target.checked ? '1' : '')}
            />
          </div>
        </div>
        <InvoiceList
          customer
          filter={{
            status: status ?? null,
            kind: kind ?? null,
            overdue: overdue || null,
            from: startOfDay(filters.get('from')),
            to: endOfDay(filters.get('to')),
          }}
          empty={
            <EmptyState title={t.emptyTitle} action={create}>
              {t.emptyText}
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}
