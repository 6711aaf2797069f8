import type { Metadata } from 'next';
import { ReferralsPage } from '../../../../balances/referrals/referrals-page.tsx';

export const metadata: Metadata = { title: 'Referrals' };

export default function Page() {
  return <ReferralsPage />;
}
