import type { Metadata } from 'next';
import { NewInvoicePage } from '../../../../../../invoices/new-invoice-page.tsx';

export const metadata: Metadata = { title: 'New invoice' };

export default function Page() {
  return <NewInvoicePage />;
}
