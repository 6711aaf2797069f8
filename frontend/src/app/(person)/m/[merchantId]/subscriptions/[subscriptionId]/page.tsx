import type { Metadata } from 'next';
import { SubscriptionPage } from '../../../../../../subscriptions/subscription-page.tsx';

export const metadata: Metadata = { title: 'Subscription' };

export default function Page() {
  return <SubscriptionPage />;
}
