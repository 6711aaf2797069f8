import type { Metadata } from 'next';
import { MyTradesPage } from '../../../../../balances/p2p/my-trades-page.tsx';

export const metadata: Metadata = { title: 'My trades' };

export default function Page() {
  return <MyTradesPage />;
}
