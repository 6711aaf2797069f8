import * as sats from 'sats-connect';
import { developmentWalletNames } from './development/key-store.ts';
import { developmentWalletId, isOffered } from './development/offered.ts';
import { knownWallets } from './installed/known-wallets.ts';
import type { WalletChoice, WalletSettings } from './wallet.ts';

/** Development wallets where they are offered, then wallets in this browser, then well-known ones that are not. */
export function listWallets(settings: WalletSettings): WalletChoice[] {
  const names = isOffered(settings) ? developmentWalletNames() : [];
  const development = names.map((name) => ({
    id: developmentWalletId(name),
    name,
    icon: undefined,
    installed: true,
    installUrl: undefined,
    development: true,
  }));
  return [...development, ...knownWallets(sats)];
}
