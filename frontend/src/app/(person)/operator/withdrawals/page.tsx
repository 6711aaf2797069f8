import type { Metadata } from 'next';
import { WithdrawalsPage } from '../../../../operator/withdrawals/withdrawals-page.tsx';

export const metadata: Metadata = { title: 'Withdrawals' };

export default function Page() {
  return <WithdrawalsPage />;
}
