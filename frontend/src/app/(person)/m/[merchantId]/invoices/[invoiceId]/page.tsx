import type { Metadata } from 'next';
import { InvoicePage } from '../../../../../../invoices/invoice-page.tsx';

export const metadata: Metadata = { title: 'Invoice' };

export default function Page() {
  return <InvoicePage />;
}
