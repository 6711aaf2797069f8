'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useFormats } from '../format/format-context.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { AutoPay } from './auto-pay.tsx';
import { Granted } from './granted.tsx';
import { NextPaymentText } from './next-payment-text.tsx';
import {
  MyOpenInvoicesDocument,
  MySubscriptionUpdatesDocument,
  type PortalSubscriptionFragment,
} from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { usePortalViewer } from './portal-viewer.tsx';
import { SubscriptionActions } from './subscription-actions.tsx';
import { Support } from './support.tsx';

/** With the checks of what is signed: loaded when something is. */
const TransactionView = dynamic(() =>
  import('../signing/transaction-view.tsx').then((module) => module.TransactionView),
);
const OVER: readonly string[] = ['SETTLED', 'FAILED', 'EXPIRED'];

/** One subscription as it is now and as it changes: what comes next at the top, then what it is, then what can be done. */
export function SubscriptionCard({
  initial,
  onChange,
}: {
  readonly initial: PortalSubscriptionFragment;
  /** It changed, and perhaps its invoices with it. */
  readonly onChange: () => void;
}) {
  const t = usePortalStrings();
  const words = useBillingWords();
  const format = useFormats();
  const viewer = usePortalViewer();
  const { id } = initial;
  const [live] = useSubscription({ query: MySubscriptionUpdatesDocument, variables: { subscriptionId: id } });
  const [told, setTold] = useState<PortalSubscriptionFragment>();
  const [open, refetchOpen] = useQuery({ query: MyOpenInvoicesDocument, variables: { subscriptionId: id } });
  const pushed = live.data?.subscriptionUpdated;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is pushed is news
  useEffect(() => {
    setTold(undefined);
    if (pushed === undefined) return;
    refetchOpen({ requestPolicy: 'network-only' });
    onChange();
  }, [pushed]);
  // What a change of one's own answers is newer than what was pushed before it.
  const subscription = told ?? pushed ?? initial;
  const { plan, merchant, status, price, quantity, pendingChange, paidThrough, latestTransaction } =
    subscription;
  const invoice = open.data?.myInvoices.nodes.find(({ amountDue }) => amountDue !== '0');
  const done = (changed: PortalSubscriptionFragment | undefined) => {
    if (changed) setTold(changed);
    refetchOpen({ requestPolicy: 'network-only' });
    onChange();
  };
  const priceText = (each: Pick<typeof price, 'amount' | 'currency' | 'interval'>, count: number) =>
    t.times(words.price(format.money(each.amount, each.currency), words.every(each.interval)), count);
  const underWay =
    viewer === 'person' && latestTransaction !== null && !OVER.includes(latestTransaction.step)
      ? latestTransaction.id
      : undefined;
  return (
    <Card
      title={plan.name}
      description={viewer === 'person' ? merchant.name : plan.description}
      actions={<StateBadge word={words.subscription[status]} />}
      stack
    >
      <div className="flex flex-wrap items-center justify-between gap-4 rounded-control bg-raised px-4 py-3">
        <div aria-live="polite">
          <p className="text-sm text-soft">{t.next}</p>
          <p className="text-lg font-semibold tabular-nums">
            {invoice ? (
              t.due(format.money(invoice.amountDue, invoice.currency), format.dateTime(invoice.dueAt))
            ) : (
              <NextPaymentText subscription={subscription} />
            )}
          </p>
        </div>
        {invoice && (
          <LinkButton look="primary" prefetch={false} href={`/pay/${invoice.id}`}>
            {t.pay}
          </LinkButton>
        )}
      </div>
      {pendingChange && paidThrough && (
        <p>
          {t.changesTo(priceText(pendingChange.price, pendingChange.quantity), format.dateTime(paidThrough))}
        </p>
      )}
      <KeyValues
        items={[
          [t.price, priceText(price, quantity)],
          paidThrough !== null && [t.paidThrough, format.dateTime(paidThrough)],
          Object.keys(plan.features).length > 0 && [
            t.grants,
            <Granted key="grants" features={plan.features} quantity={quantity} />,
          ],
          [t.since, format.date(subscription.createdAt)],
        ]}
      />
      {!price.onChain && (
        <AutoPay subscription={subscription} price={priceText(price, quantity)} onDone={done} />
      )}
      {underWay && (
        <section aria-label={t.underWay} className="border-t border-line pt-4">
          <TransactionView id={underWay} />
        </section>
      )}
      <SubscriptionActions subscription={subscription} busySigning={underWay !== undefined} onDone={done} />
      {viewer === 'person' && <Support merchant={merchant} />}
    </Card>
  );
}
