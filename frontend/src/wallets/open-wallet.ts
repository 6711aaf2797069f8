import { developmentWalletName } from './development/offered.ts';
import type { BrowserWallet, WalletSettings } from './wallet.ts';

/** @throws WalletError `WALLET_NOT_FOUND`; `WALLET_WRONG_NETWORK` for a development wallet beyond regtest */
export async function openWallet(id: string, settings: WalletSettings): Promise<BrowserWallet> {
  const name = developmentWalletName(id);
  if (name !== undefined) {
    const { openDevelopmentWallet } = await import('./development/open-development-wallet.ts');
    return openDevelopmentWallet(name, settings);
  }
  const { openInstalledWallet } = await import('./installed/open-installed-wallet.ts');
  return openInstalledWallet(id, settings.network);
}
