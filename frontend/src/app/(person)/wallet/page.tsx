import type { Metadata } from 'next';
import { OverviewPage } from '../../../balances/overview/overview-page.tsx';

export const metadata: Metadata = { title: 'Wallet' };

export default function Page() {
  return <OverviewPage />;
}
