import type { Metadata } from 'next';
import { ExpressPage } from '../../../../balances/express/express-page.tsx';

export const metadata: Metadata = { title: 'Express buy' };

export default function Page() {
  return <ExpressPage />;
}
