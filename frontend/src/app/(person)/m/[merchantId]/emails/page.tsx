import type { Metadata } from 'next';
import { EmailsPage } from '../../../../../emails/emails-page.tsx';

export const metadata: Metadata = { title: 'E-mails' };

export default function Page() {
  return <EmailsPage />;
}
