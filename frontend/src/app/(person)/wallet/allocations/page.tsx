import type { Metadata } from 'next';
import { AllocationsPage } from '../../../../balances/allocations/allocations-page.tsx';

export const metadata: Metadata = { title: 'Allocations' };

export default function Page() {
  return <AllocationsPage />;
}
