import type { Metadata } from 'next';
import { MerchantBalancesPage } from '../../../../../merchant-balances/merchant-balances-page.tsx';

export const metadata: Metadata = { title: 'Balances' };

export default function Page() {
  return <MerchantBalancesPage />;
}
