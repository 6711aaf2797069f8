import type { Metadata } from 'next';
import { WithdrawalsPage } from '../../../../balances/withdraw/withdrawals-page.tsx';

export const metadata: Metadata = { title: 'Withdraw' };

export default function Page() {
  return <WithdrawalsPage />;
}
