import type { Metadata } from 'next';
import { PaymentsPage } from '../../../../../payments/payments-page.tsx';

export const metadata: Metadata = { title: 'Payments' };

export default function Page() {
  return <PaymentsPage />;
}
