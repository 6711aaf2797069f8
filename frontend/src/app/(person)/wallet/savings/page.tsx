import type { Metadata } from 'next';
import { SavingsPage } from '../../../../balances/savings/savings-page.tsx';

export const metadata: Metadata = { title: 'Savings' };

export default function Page() {
  return <SavingsPage />;
}
