import type { Metadata } from 'next';
import { SwapPage } from '../../../../balances/swap/swap-page.tsx';

export const metadata: Metadata = { title: 'Swap' };

export default function Page() {
  return <SwapPage />;
}
