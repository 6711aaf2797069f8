'use client';
import { useParams } from 'next/navigation';
import { useQuery, useSubscription } from 'urql';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { InvoiceList } from '../invoices/invoice-list.tsx';
import { usePaymentColumns } from '../payments/payment-columns.tsx';
import { Card } from '../ui/card.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { ChangeAction } from './change-action.tsx';
import { SubscriptionAbout } from './subscription-about.tsx';
import { SubscriptionActions } from './subscription-actions.tsx';
import {
  MerchantSubscriptionDocument,
  MerchantSubscriptionUpdatesDocument,
  type SubscriptionFactsFragment,
} from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

/** One subscription, live: what it costs, until when it is paid, what was paid for it, and what can be done. */
export function SubscriptionPage() {
  const { subscriptionId: id } = useParams<{ subscriptionId: string }>();
  const [result, refetch] = useQuery({ query: MerchantSubscriptionDocument, variables: { id } });
  const [live] = useSubscription({ query: MerchantSubscriptionUpdatesDocument, variables: { id } });
  const asked = result.data?.subscription;
  const pushed = live.data?.subscriptionUpdated;
  // What was done here is answered before the news of it is pushed.
  const newest = pushed && asked && asked.updatedAt > pushed.updatedAt ? asked : (pushed ?? asked);
  return (
    <Loaded result={{ data: newest, error: newest ? undefined : result.error }} onRetry={refetch}>
      {(data) => (
        <SubscriptionView subscription={data} onDone={() => refetch({ requestPolicy: 'network-only' })} />
      )}
    </Loaded>
  );
}

function SubscriptionView({
  subscription,
  onDone,
}: {
  readonly subscription: SubscriptionFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useSubscriptionsStrings();
  const words = useBillingWords();
  const { id: merchantId, may } = useMerchant();
  const columns = usePaymentColumns({ customer: false });
  const { id, customer, plan, status, payments } = subscription;
  return (
    <>
      <PageHeader
        title={plan.name}
        description={customerName(customer)}
        back={{ href: `/m/${merchantId}/subscriptions`, label: t.back }}
        actions={
          <>
            <span aria-live="polite" className="self-center">
              <StateBadge word={words.subscription[status]} />
            </span>
            {may('ADMIN') && canChange(subscription) && (
              <ChangeAction subscription={subscription} onDone={onDone} />
            )}
            {may('ADMIN') && <SubscriptionActions subscription={subscription} onDone={onDone} />}
          </>
        }
      />
      <div className="flex flex-col gap-5">
        <SubscriptionAbout subscription={subscription} />
        <Card title={t.payments}>
          {payments.length === 0 ? (
            <p className="text-soft">{t.noPayments}</p>
          ) : (
            <DataTable
              caption={t.payments}
              rows={payments}
              rowKey={(payment) => payment.id}
              href={({ invoiceId }) => `/m/${merchantId}/invoices/${invoiceId}`}
              columns={columns}
            />
          )}
        </Card>
        <Card title={t.invoices}>
          <InvoiceList filter={{ subscriptionId: id }} customer={false} />
        </Card>
      </div>
    </>
  );
}

/** What is on the chain is renewed as it was minted, and what has ended is not changed any more. */
function canChange({ status, price }: SubscriptionFactsFragment): boolean {
  return !price.onChain && (status === 'ACTIVE' || status === 'TRIALING');
}
