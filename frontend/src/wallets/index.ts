import type {
  BrowserWallet,
  DevelopmentWallet,
  WalletChoice,
  WalletNetwork,
  WalletSettings,
} from './wallet.ts';

export type * from './wallet.ts';
export { WalletError, type WalletErrorCode, type WalletNextStep } from './wallet-error.ts';

// What speaks to wallets and signs is loaded by the first of these calls: pages that show no wallet pay nothing for it.

/** The wallets that a person can choose from. To be called when somebody wants to connect. */
export async function listWallets(settings: WalletSettings): Promise<WalletChoice[]> {
  const { listWallets: list } = await import('./list-wallets.ts');
  return list(settings);
}

/**
 * A wallet by the id of its choice. It opens no window.
 * @throws WalletError `WALLET_NOT_FOUND`; `WALLET_WRONG_NETWORK` for a development wallet beyond regtest
 */
export async function openWallet(id: string, settings: WalletSettings): Promise<BrowserWallet> {
  const { openWallet: open } = await import('./open-wallet.ts');
  return open(id, settings);
}

/**
 * The development wallet of that name: `merchant` and `subscriber` are those of the demo data, the key of any other is
 * made at the first call and kept in this browser.
 * @throws WalletError `WALLET_WRONG_NETWORK` on any network but regtest; `WALLET_FAILED` for a name that is none
 */
export async function openDevelopmentWallet(
  name: string,
  settings: WalletSettings,
): Promise<DevelopmentWallet> {
  const { openDevelopmentWallet: open } = await import('./development/open-development-wallet.ts');
  return open(name, settings);
}

/** Whether a wallet of `openWallet` is a development wallet. */
export function isDevelopmentWallet(wallet: BrowserWallet): wallet is DevelopmentWallet {
  return 'fund' in wallet;
}

/**
 * Places of the inputs of a PSBT (base64) that an address signs.
 * @throws RangeError for text that is no PSBT
 */
export async function ownInputs(psbt: string, address: string, network: WalletNetwork): Promise<number[]> {
  const { ownInputs: find } = await import('./own-inputs.ts');
  return find(psbt, address, network);
}
