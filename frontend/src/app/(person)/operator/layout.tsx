import type { ReactNode } from 'react';
import { OperatorShell } from '../../../operator/operator-shell.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';

export default function OperatorLayout({ children }: { children: ReactNode }) {
  return (
    <SignedIn>
      <OperatorShell>{children}</OperatorShell>
    </SignedIn>
  );
}
