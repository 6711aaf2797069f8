import type { Metadata } from 'next';
import { DisputesPage } from '../../../../operator/disputes/disputes-page.tsx';

export const metadata: Metadata = { title: 'Disputes' };

export default function Page() {
  return <DisputesPage />;
}
