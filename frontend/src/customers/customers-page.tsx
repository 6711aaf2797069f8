'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Card } from '../ui/card.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { TextField } from '../ui/field.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDelayed } from '../ui/use-delayed.ts';
import { useCreditText } from './credit-text.ts';
import { customerName } from './customer-name.ts';
import { MerchantCustomersDocument } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';

/** Everybody who has something at a merchant. */
export function CustomersPage() {
  const t = useCustomersStrings();
  const format = useFormats();
  const creditText = useCreditText();
  const { id: merchantId } = useMerchant();
  const [typed, setTyped] = useState('');
  const search = useDelayed(typed.trim());
  const list = useList(
    MerchantCustomersDocument,
    { merchantId, search: search || null },
    ({ customers }) => customers,
  );
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={<CsvButton path={`/api/merchants/${merchantId}/customers.csv`} filename="customers.csv" />}
      />
      <Card>
        <div className="mb-4 max-w-md">
          <TextField
            type="search"
            label={t.search}
            hint={t.searchHint}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          href={({ id }) => `/m/${merchantId}/customers/${id}`}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'name', title: t.name, cell: customerName },
            { key: 'email', title: t.email, cell: ({ email }) => email ?? '–' },
            { key: 'since', title: t.since, cell: ({ createdAt }) => format.date(createdAt) },
            { key: 'credit', title: t.credit, numeric: true, cell: ({ credit }) => creditText(credit) },
          ]}
        />
      </Card>
    </>
  );
}
