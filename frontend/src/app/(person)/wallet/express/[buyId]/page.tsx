import type { Metadata } from 'next';
import { ExpressBuyPage } from '../../../../../balances/express/express-buy-page.tsx';

export const metadata: Metadata = { title: 'Purchase' };

export default function Page() {
  return <ExpressBuyPage />;
}
