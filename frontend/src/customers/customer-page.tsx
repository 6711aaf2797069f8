'use client';
import { useParams } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { InvoiceList } from '../invoices/invoice-list.tsx';
import { useSubscriptionColumns } from '../subscriptions/subscription-columns.tsx';
import { MerchantSubscriptionsDocument } from '../subscriptions/subscriptions.generated.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListView } from '../ui/list-view.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { CustomerAbout } from './customer-about.tsx';
import { CustomerCredit } from './customer-credit.tsx';
import { CustomerPortal } from './customer-portal.tsx';
import { type CustomerFactsFragment, MerchantCustomerDocument } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';
import { EditCustomerDialog } from './edit-customer-dialog.tsx';

/** One customer: who they are, what they have, owe and are owed. */
export function CustomerPage() {
  const { customerId: id } = useParams<{ customerId: string }>();
  const { id: merchantId } = useMerchant();
  const [result, refetch] = useQuery({ query: MerchantCustomerDocument, variables: { merchantId, id } });
  return (
    <Loaded result={result} onRetry={refetch}>
      {({ customer }) => <CustomerView customer={customer} />}
    </Loaded>
  );
}

function CustomerView({ customer }: { readonly customer: CustomerFactsFragment }) {
  const t = useCustomersStrings();
  const { id: merchantId, may } = useMerchant();
  const [editing, setEditing] = useState(false);
  const { id, name } = customer;
  return (
    <>
      <PageHeader
        title={name || t.unnamed}
        back={{ href: `/m/${merchantId}/customers`, label: t.back }}
        actions={
          may('ADMIN') && (
            <>
              <Button size="small" onClick={() => setEditing(true)}>
                {t.edit}
              </Button>
              <LinkButton size="small" href={`/m/${merchantId}/invoices/new?customer=${id}`}>
                {t.newInvoice}
              </LinkButton>
            </>
          )
        }
      />
      <div className="grid items-start gap-5 xl:grid-cols-[1fr_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title={t.subscriptions}>
            <CustomerSubscriptions customerId={id} />
          </Card>
          <Card title={t.invoices}>
            <InvoiceList filter={{ customerId: id }} customer={false} />
          </Card>
          <CustomerCredit customer={customer} />
        </div>
        <div className="flex flex-col gap-5">
          <CustomerAbout customer={customer} />
          {may('ADMIN') && <CustomerPortal customerId={id} />}
        </div>
      </div>
      {editing && <EditCustomerDialog customer={customer} onClose={() => setEditing(false)} />}
    </>
  );
}

function CustomerSubscriptions({ customerId }: { readonly customerId: string }) {
  const t = useCustomersStrings();
  const { id: merchantId } = useMerchant();
  const columns = useSubscriptionColumns({ customer: false });
  const list = useList(
    MerchantSubscriptionsDocument,
    { merchantId, customerId },
    ({ subscriptions }) => subscriptions,
  );
  return (
    <ListView
      list={list}
      caption={t.subscriptions}
      rowKey={({ id }) => id}
      href={({ id }) => `/m/${merchantId}/subscriptions/${id}`}
      empty={<p className="text-soft">{t.noSubscriptions}</p>}
      columns={columns}
    />
  );
}
