import type { DevelopmentWallet, WalletSettings } from '../wallet.ts';
import { createChainClient } from './chain-client.ts';
import { developmentWallet } from './development-wallet.ts';
import { DEMO_NAMES, storedKey } from './key-store.ts';
import { assertOffered } from './offered.ts';
import { createSigner, demoKey, randomKey } from './signer.ts';

/** @throws WalletError `WALLET_WRONG_NETWORK` on any network but regtest; `WALLET_FAILED` for a name that is none */
export function openDevelopmentWallet(name: string, settings: WalletSettings): DevelopmentWallet {
  assertOffered(settings);
  const key = DEMO_NAMES.includes(name) ? demoKey(name) : storedKey(name, randomKey);
  return developmentWallet(name, createSigner(key), createChainClient());
}
