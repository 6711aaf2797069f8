import type { Metadata } from 'next';
import { FiatPage } from '../../../../operator/fiat/fiat-page.tsx';

export const metadata: Metadata = { title: 'Bank entries' };

export default function Page() {
  return <FiatPage />;
}
