import type { Metadata } from 'next';
import { CustomerPage } from '../../../../../../customers/customer-page.tsx';

export const metadata: Metadata = { title: 'Customer' };

export default function Page() {
  return <CustomerPage />;
}
