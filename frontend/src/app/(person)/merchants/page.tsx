import type { Metadata } from 'next';
import { MerchantsPage } from '../../../merchants/merchants-page.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';

export const metadata: Metadata = { title: 'Merchants' };

export default function Page() {
  return (
    <SignedIn>
      <MerchantsPage />
    </SignedIn>
  );
}
