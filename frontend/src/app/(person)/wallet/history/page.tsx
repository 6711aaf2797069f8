import type { Metadata } from 'next';
import { HistoryPage } from '../../../../balances/history/history-page.tsx';

export const metadata: Metadata = { title: 'Wallet history' };

export default function Page() {
  return <HistoryPage />;
}
