import type { Metadata } from 'next';
import { AuditSearchPage } from '../../../../operator/audit/audit-search-page.tsx';

export const metadata: Metadata = { title: 'Audit search' };

export default function Page() {
  return <AuditSearchPage />;
}
