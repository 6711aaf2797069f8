import type { Metadata } from 'next';
import { DepositsPage } from '../../../../balances/deposit/deposits-page.tsx';

export const metadata: Metadata = { title: 'Deposit' };

export default function Page() {
  return <DepositsPage />;
}
