import type { Metadata } from 'next';
import { MarketPage } from '../../../../balances/p2p/market-page.tsx';

export const metadata: Metadata = { title: 'P2P market' };

export default function Page() {
  return <MarketPage />;
}
