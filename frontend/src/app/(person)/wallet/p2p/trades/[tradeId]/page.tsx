import type { Metadata } from 'next';
import { TradePage } from '../../../../../../balances/p2p/trade-page.tsx';

export const metadata: Metadata = { title: 'Trade' };

export default function Page() {
  return <TradePage />;
}
