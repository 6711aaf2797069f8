import type { Metadata } from 'next';
import { LimitsPage } from '../../../../operator/limits/limits-page.tsx';

export const metadata: Metadata = { title: 'Limits and rates' };

export default function Page() {
  return <LimitsPage />;
}
