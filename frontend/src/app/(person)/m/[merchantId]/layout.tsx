import type { ReactNode } from 'react';
import { DashboardShell } from '../../../../dashboard/dashboard-shell.tsx';
import { SignedIn } from '../../../../shell/signed-in.tsx';

export default function MerchantLayout({ children }: { children: ReactNode }) {
  return (
    <SignedIn>
      <DashboardShell>{children}</DashboardShell>
    </SignedIn>
  );
}
