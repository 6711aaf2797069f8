'use client';
import { useList } from '../graphql/use-list.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../ui/states.tsx';
import { CreditCard } from './credit-card.tsx';
import { InvoicesCard } from './invoices-card.tsx';
import { MyInvoicesDocument, MySubscriptionsDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { SubscriptionCard } from './subscription-card.tsx';

/** As high as the screen, so that what comes pushes nothing out of its place. */
export function PortalSkeleton() {
  return (
    <div className="min-h-dvh">
      <SkeletonRows rows={6} />
    </div>
  );
}

/** Everything that somebody has subscribed to, live, and what they have paid for it. */
export function PortalView() {
  const t = usePortalStrings();
  const c = useCommonStrings();
  const list = useList(MySubscriptionsDocument, {}, ({ mySubscriptions }) => mySubscriptions);
  const invoices = useList(MyInvoicesDocument, {}, ({ myInvoices }) => myInvoices);
  const { rows, error } = list;
  const waiting = [list, invoices].some((each) => each.rows === undefined && !each.error);
  if (waiting) return <PortalSkeleton />;
  return (
    <>
      <section aria-label={t.subscriptions} className="flex flex-col gap-5">
        {error && <ProblemNotice error={error} onRetry={list.refetch} />}
        {rows?.length === 0 && (
          <Card>
            <EmptyState title={t.noneTitle}>{t.noneText}</EmptyState>
          </Card>
        )}
        {rows?.map((subscription) => (
          <SubscriptionCard key={subscription.id} initial={subscription} onChange={invoices.refetch} />
        ))}
        {list.hasMore && (
          <Button busy={list.loadingMore} onClick={list.loadMore}>
            {list.loadingMore ? c.loadingMore : c.more}
          </Button>
        )}
      </section>
      <CreditCard />
      <InvoicesCard list={invoices} />
    </>
  );
}
