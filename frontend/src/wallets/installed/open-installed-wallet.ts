import * as sats from 'sats-connect';
import type { BrowserWallet, WalletNetwork } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import { isProvider, knownWallets, LEATHER_ID, providerOf } from './known-wallets.ts';
import { leatherWallet } from './leather-wallet.ts';
import { type Ask, standardWallet } from './standard-wallet.ts';
import { UNISAT_ID, type Unisat, unisatWallet } from './unisat-wallet.ts';

/**
 * A wallet that is in this browser, in the dialect that it speaks.
 * @throws WalletError `WALLET_NOT_FOUND`
 */
export function openInstalledWallet(id: string, network: WalletNetwork): BrowserWallet {
  const choice = knownWallets(sats).find((known) => known.id === id);
  const provider = choice?.installed ? providerOf(sats, id) : undefined;
  const name = choice?.name ?? id;
  if (provider === undefined) {
    const detail = 'it is not in this browser';
    throw new WalletError({ code: 'WALLET_NOT_FOUND', nextStep: 'INSTALL', wallet: name, detail });
  }
  if (id === LEATHER_ID && isProvider(provider)) return leatherWallet(id, name, network, provider);
  const ask = askBySatsConnect(id);
  if (id === UNISAT_ID) return unisatWallet(name, network, sats, ask, provider as Unisat);
  return standardWallet(id, name, network, sats, ask);
}

function askBySatsConnect(id: string): Ask {
  const Adapter = sats.defaultAdapters[id];
  const adapter = Adapter === undefined ? new sats.BaseAdapter(id) : new Adapter();
  return async (method, params) => {
    const answer = await adapter.request(method, params);
    if (answer === undefined) throw new Error('no answer');
    if (answer.status === 'error') throw answer.error;
    return answer.result;
  };
}
