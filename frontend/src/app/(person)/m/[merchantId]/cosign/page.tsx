import type { Metadata } from 'next';
import { CosignPage } from '../../../../../cosign/cosign-page.tsx';

export const metadata: Metadata = { title: 'To sign' };

export default function Page() {
  return <CosignPage />;
}
