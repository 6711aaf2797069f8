import type { Metadata } from 'next';
import { FailedEmailsPage } from '../../../../operator/emails/failed-emails-page.tsx';

export const metadata: Metadata = { title: 'Failed e-mails' };

export default function Page() {
  return <FailedEmailsPage />;
}
