import type { WalletSettings } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';

const PREFIX = 'development:';
export const DEVELOPMENT_WALLET = 'Development wallet';

/** Whether there is a development wallet here: on regtest alone, whatever else the settings say. */
export function isOffered({ network, devWallet }: WalletSettings): boolean {
  return network === 'regtest' && devWallet;
}

/** @throws WalletError `WALLET_WRONG_NETWORK` unless development wallets are offered */
export function assertOffered(settings: WalletSettings): void {
  if (isOffered(settings)) return;
  throw new WalletError({
    code: 'WALLET_WRONG_NETWORK',
    nextStep: 'USE_ANOTHER',
    wallet: DEVELOPMENT_WALLET,
    detail: `there is none on ${settings.network} here`,
  });
}

/** The id by which `openWallet` finds the development wallet of that name. */
export function developmentWalletId(name: string): string {
  return `${PREFIX}${name}`;
}

/** The inverse; undefined for the ids of other wallets. */
export function developmentWalletName(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}
