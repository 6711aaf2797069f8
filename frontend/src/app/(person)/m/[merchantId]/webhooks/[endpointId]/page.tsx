import type { Metadata } from 'next';
import { EndpointPage } from '../../../../../../webhooks/endpoint-page.tsx';

export const metadata: Metadata = { title: 'Webhook' };

export default function Page() {
  return <EndpointPage />;
}
