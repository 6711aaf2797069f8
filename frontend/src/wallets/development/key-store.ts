import { fromHex, toHex } from '../bitcoin/bytes.ts';
import { WalletError } from '../wallet-error.ts';
import { DEVELOPMENT_WALLET } from './offered.ts';

/** The wallets of the demo data: their keys are made of their names, the same on every machine. */
export const DEMO_NAMES: readonly string[] = ['merchant', 'subscriber', 'operator'];
const KEY_PREFIX = 'charmbills.development-wallet.';
const NAME = /^[a-z0-9][a-z0-9-]{0,29}$/;
const KEY_BYTES = 32;

/** Names of the demo's wallets, and of those that were made in this browser. */
export function developmentWalletNames(): string[] {
  const own = Object.keys(localStorage).flatMap((key) =>
    key.startsWith(KEY_PREFIX) ? [key.slice(KEY_PREFIX.length)] : [],
  );
  return [...DEMO_NAMES, ...own.filter(isName).sort()];
}

/**
 * The key of a wallet that is kept in this browser; what `makeKey` gives is kept when there is none yet. Keys of regtest
 * guard coins of no value: no other key is ever kept so.
 * @throws WalletError `WALLET_FAILED` for a name that is none
 */
export function storedKey(name: string, makeKey: () => Uint8Array): Uint8Array {
  if (!isName(name) || DEMO_NAMES.includes(name)) {
    const detail = 'a name is 1 to 30 small letters, digits and dashes';
    throw new WalletError({
      code: 'WALLET_FAILED',
      nextStep: 'TRY_AGAIN',
      wallet: DEVELOPMENT_WALLET,
      detail,
    });
  }
  const stored = localStorage.getItem(KEY_PREFIX + name);
  if (stored !== null && /^[0-9a-f]+$/.test(stored) && stored.length === 2 * KEY_BYTES)
    return fromHex(stored);
  const key = makeKey();
  localStorage.setItem(KEY_PREFIX + name, toHex(key));
  return key;
}

function isName(name: string): boolean {
  return NAME.test(name);
}
