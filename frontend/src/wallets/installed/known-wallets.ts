import type { WalletChoice } from '../wallet.ts';
import { fieldOf } from './answer.ts';

type SatsConnect = typeof import('sats-connect');

export const LEATHER_ID = 'LeatherProvider';
const LEATHER_URL = 'https://leather.io/wallet';
/** What is asked of every wallet here; those that list their methods without them are for something else. */
const NEEDED_METHODS = ['signMessage', 'signPsbt'];

/** The wallets in this browser, as they announce themselves (WBIP 004), and those that are well known. */
export function knownWallets(sats: SatsConnect): WalletChoice[] {
  const choices = new Map<string, WalletChoice>();
  for (const { id, name, icon, isInstalled, chromeWebStoreUrl, webUrl } of sats.getSupportedWallets()) {
    const installUrl = chromeWebStoreUrl ?? webUrl;
    choices.set(id, { id, name, icon: iconOf(icon), installed: isInstalled, installUrl, development: false });
  }
  const leather = { id: LEATHER_ID, name: 'Leather', icon: undefined, installUrl: LEATHER_URL };
  choices.set(LEATHER_ID, {
    ...leather,
    installed: sats.isProviderInstalled(LEATHER_ID),
    development: false,
  });
  for (const announced of sats.getProviders()) {
    const { id, name, icon, chromeWebStoreUrl, webUrl, methods } = announced;
    if (typeof id !== 'string' || typeof name !== 'string' || !sats.isProviderInstalled(id)) continue;
    if (Array.isArray(methods) && !NEEDED_METHODS.every((method) => methods.some((has) => has === method)))
      continue;
    const installUrl = chromeWebStoreUrl ?? webUrl;
    choices.set(id, { id, name, icon: iconOf(icon), installed: true, installUrl, development: false });
  }
  return [...choices.values()].sort(
    (a, b) => Number(b.installed) - Number(a.installed) || a.name.localeCompare(b.name, 'en'),
  );
}

/** Only images that need no request: pages fetch nothing from elsewhere. */
function iconOf(icon: unknown): string | undefined {
  return typeof icon === 'string' && /^data:image\//.test(icon) ? icon : undefined;
}

/** The program of a wallet, by the path under `window` that is its id. */
export function providerOf(sats: SatsConnect, id: string): unknown {
  return sats.getProviderById(id);
}

export function isProvider(
  value: unknown,
): value is { request(method: string, params?: unknown): Promise<unknown> } {
  return typeof fieldOf(value, 'request') === 'function';
}
