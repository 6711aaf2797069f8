import type { Metadata } from 'next';
import { PortalPage } from '../../portal/portal-page.tsx';
import { PortalSession } from '../../session/session-context.tsx';

export const metadata: Metadata = { title: 'Your account', referrer: 'no-referrer' };

export default function Page() {
  return (
    <PortalSession>
      <PortalPage />
    </PortalSession>
  );
}
