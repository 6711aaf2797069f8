import type { Metadata } from 'next';
import { OfferPage } from '../../../../../../balances/p2p/offer-page.tsx';

export const metadata: Metadata = { title: 'Offer' };

export default function Page() {
  return <OfferPage />;
}
