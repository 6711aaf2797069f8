import type { Metadata } from 'next';
import { SubscriptionsPage } from '../../../../../subscriptions/subscriptions-page.tsx';

export const metadata: Metadata = { title: 'Subscriptions' };

export default function Page() {
  return <SubscriptionsPage />;
}
