import type { Metadata } from 'next';
import { WithdrawalPage } from '../../../../../balances/withdraw/withdrawal-page.tsx';

export const metadata: Metadata = { title: 'Withdrawal' };

export default function Page() {
  return <WithdrawalPage />;
}
