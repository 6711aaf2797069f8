'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useUrlFilters } from '../ui/use-url-filters.ts';
import { useBillingWords } from '../words/billing-words.ts';
import { useSubscriptionColumns } from './subscription-columns.tsx';
import {
  MerchantSubscriptionsDocument,
  PlanNamesDocument,
  type SubscriptionStatus,
} from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

/** All subscriptions of a merchant, by state and plan as the address says. */
export function SubscriptionsPage() {
  const t = useSubscriptionsStrings();
  const words = useBillingWords();
  const { id: merchantId } = useMerchant();
  const filters = useUrlFilters();
  const [plans] = useQuery({ query: PlanNamesDocument, variables: { merchantId } });
  const planId = filters.get('plan');
  const statuses = Object.entries(words.subscription).map(
    ([key, { text }]) => [key as SubscriptionStatus, text] as const,
  );
  const status = filters.pick(
    'status',
    statuses.map(([key]) => key),
  );
  const list = useList(
    MerchantSubscriptionsDocument,
    { merchantId, status: status ?? null, planId: planId || null },
    ({ subscriptions }) => subscriptions,
  );
  const columns = useSubscriptionColumns({ customer: true });
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <CsvButton path={`/api/merchants/${merchantId}/subscriptions.csv`} filename="subscriptions.csv" />
        }
      />
      <Card>
        <div className="mb-4 grid gap-4 sm:grid-cols-2 lg:max-w-xl">
          <FilterSelect
            label={t.status}
            all={t.allStatuses}
            options={statuses}
            value={status}
            onChange={(value) => filters.set('status', value)}
          />
          <FilterSelect
            label={t.plan}
            all={t.allPlans}
            options={plans.data?.plans.nodes.map(({ id, name }) => [id, name] as const) ?? []}
            value={planId}
            onChange={(value) => filters.set('plan', value)}
          />
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          href={({ id }) => `/m/${merchantId}/subscriptions/${id}`}
          empty={
            <EmptyState
              title={t.emptyTitle}
              action={<LinkButton href={`/m/${merchantId}/plans`}>{t.plans}</LinkButton>}
            >
              {t.emptyText}
            </EmptyState>
          }
          columns={columns}
        />
      </Card>
    </>
  );
}
