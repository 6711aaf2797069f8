'use client';
import type { ReactNode } from 'react';
import { AccountMenu } from '../shell/account-menu.tsx';
import { AppShell } from '../shell/app-shell.tsx';
import { WalletProvider } from './shared/wallet-context.tsx';
import { useWalletStrings } from './wallet-strings.ts';

/** The frame of the pages of a person's wallet. What moves money has a group by how it does: new ways join theirs. */
export function WalletShell({ children }: { readonly children: ReactNode }) {
  const t = useWalletStrings();
  const item = (page: keyof typeof t.nav) => ({
    href: page === 'overview' ? '/wallet' : `/wallet/${page}`,
    label: t.nav[page],
  });
  return (
    <AppShell
      label={t.label}
      account={<AccountMenu />}
      top={<p className="px-3 font-semibold">{t.label}</p>}
      groups={[
        { title: t.groups.money, items: [item('overview'), item('allocations'), item('history')] },
        { title: t.groups.move, items: [item('deposit'), item('withdraw')] },
        { title: t.groups.exchange, items: [item('swap'), item('express'), item('p2p')] },
        { title: t.groups.more, items: [item('savings'), item('referrals')] },
      ]}
    >
      <WalletProvider>{children}</WalletProvider>
    </AppShell>
  );
}
