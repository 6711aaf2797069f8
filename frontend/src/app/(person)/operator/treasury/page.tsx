import type { Metadata } from 'next';
import { TreasuryPage } from '../../../../operator/treasury/treasury-page.tsx';

export const metadata: Metadata = { title: 'Treasury' };

export default function Page() {
  return <TreasuryPage />;
}
