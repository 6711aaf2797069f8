import type { Metadata } from 'next';
import { DepositPage } from '../../../../../balances/deposit/deposit-page.tsx';

export const metadata: Metadata = { title: 'Deposit' };

export default function Page() {
  return <DepositPage />;
}
