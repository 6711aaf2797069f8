import type { Metadata } from 'next';
import { LegacyPage } from '../../../../operator/legacy/legacy-page.tsx';

export const metadata: Metadata = { title: 'Legacy wallets' };

export default function Page() {
  return <LegacyPage />;
}
