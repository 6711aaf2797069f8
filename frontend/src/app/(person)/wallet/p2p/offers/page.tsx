import type { Metadata } from 'next';
import { MyOffersPage } from '../../../../../balances/p2p/my-offers-page.tsx';

export const metadata: Metadata = { title: 'My offers' };

export default function Page() {
  return <MyOffersPage />;
}
