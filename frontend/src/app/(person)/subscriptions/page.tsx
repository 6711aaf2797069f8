import type { Metadata } from 'next';
import { SubscriptionsPage } from '../../../portal/subscriptions-page.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';

export const metadata: Metadata = { title: 'My subscriptions' };

export default function Page() {
  return (
    <SignedIn>
      <SubscriptionsPage />
    </SignedIn>
  );
}
