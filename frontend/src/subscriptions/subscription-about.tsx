'use client';
import Link from 'next/link';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { usePriceText } from '../plans/use-price-text.ts';
import { Card } from '../ui/card.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Notice } from '../ui/notice.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { nextPayment } from './next-payment.ts';
import type { SubscriptionFactsFragment } from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

/** What a subscription is, costs and grants. */
export function SubscriptionAbout({ subscription }: { readonly subscription: SubscriptionFactsFragment }) {
  const t = useSubscriptionsStrings();
  const words = useBillingWords();
  const format = useFormats();
  const priceText = usePriceText();
  const { id: merchantId } = useMerchant();
  const { customer, plan, price, quantity, paidThrough, accessUntil, cancelAtPeriodEnd, pendingChange } =
    subscription;
  const { trialEndsAt, pausedAt, canceledAt, paidPeriods, autoPay, status } = subscription;
  const next = nextPayment(subscription);
  return (
    <Card title={t.about} stack>
      {cancelAtPeriodEnd && paidThrough && (
        <Notice tone="warn" title={t.endsTitle}>
          {t.endsText(format.dateTime(paidThrough))}
        </Notice>
      )}
      <KeyValues
        items={[
          [
            t.customer,
            <Link key="customer" className="underline" href={`/m/${merchantId}/customers/${customer.id}`}>
              {customerName(customer)}
            </Link>,
          ],
          [
            t.plan,
            <Link key="plan" className="underline" href={`/m/${merchantId}/plans/${plan.id}`}>
              {plan.name}
            </Link>,
          ],
          [t.price, priceText(price)],
          quantity !== 1 && [t.quantity, format.number(quantity)],
          [t.paidThrough, paidThrough ? format.dateTime(paidThrough) : '–'],
          accessUntil !== null && accessUntil !== paidThrough && [t.access, format.dateTime(accessUntil)],
          [
            t.next,
            next ? t.nextText(format.money(next.amount, next.currency), format.dateTime(next.at)) : t.noNext,
          ],
          !!pendingChange && [t.change, t.changeText(priceText(pendingChange.price), pendingChange.quantity)],
          [t.periods, t.periodCount(paidPeriods)],
          status === 'TRIALING' && trialEndsAt !== null && [t.trialEnds, format.dateTime(trialEndsAt)],
          [t.autoPay, autoPay ? words.rail[autoPay] : t.noAutoPay],
          pausedAt !== null && [t.paused, format.dateTime(pausedAt)],
          canceledAt !== null && [t.canceled, format.dateTime(canceledAt)],
          [t.since, format.dateTime(subscription.createdAt)],
        ]}
      />
      <p className="text-sm text-soft">{t.changeHint}</p>
    </Card>
  );
}
