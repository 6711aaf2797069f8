import type { ReactNode } from 'react';
import { WalletShell } from '../../../balances/wallet-shell.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';

export default function WalletLayout({ children }: { children: ReactNode }) {
  return (
    <SignedIn>
      <WalletShell>{children}</WalletShell>
    </SignedIn>
  );
}
