import type { SupportedWallet } from 'sats-connect';
import type { BrowserWallet, WalletNetwork } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import { accountOf, walletAddress, wrongNetwork } from './account.ts';
import { fieldOf, listOf, textOf } from './answer.ts';
import { signedPsbt } from './signed-psbt.ts';
import type { Ask } from './standard-wallet.ts';
import { walletFailure } from './wallet-failure.ts';

/** What is used of `window.unisat` beside sats-connect, which leaves the network to whoever calls it. */
export interface Unisat {
  getAccounts(): Promise<readonly string[]>;
  getChain(): Promise<{ readonly enum: string }>;
  switchChain(chain: string): Promise<unknown>;
}

type SatsConnect = typeof import('sats-connect');

export const UNISAT_ID: SupportedWallet['id'] = 'unisat';

/** UniSat knows no regtest. */
const CHAINS: Readonly<Record<WalletNetwork, string | undefined>> = {
  mainnet: 'BITCOIN_MAINNET',
  testnet4: 'BITCOIN_TESTNET4',
  regtest: undefined,
};

/** UniSat, which has one address at a time and signs with that. */
export function unisatWallet(
  name: string,
  network: WalletNetwork,
  { AddressPurpose, MessageSigningProtocols }: SatsConnect,
  ask: Ask,
  unisat: Unisat,
): BrowserWallet {
  async function switchNetwork(): Promise<void> {
    const chain = CHAINS[network];
    if (chain === undefined) throw wrongNetwork(name, network);
    if ((await unisat.getChain()).enum === chain) return;
    try {
      await unisat.switchChain(chain);
    } catch (cause) {
      throw wrongNetwork(name, network, { cause });
    }
    if ((await unisat.getChain()).enum !== chain) throw wrongNetwork(name, network);
  }

  async function requireAccount(address: string): Promise<void> {
    await switchNetwork();
    let accounts = await unisat.getAccounts();
    if (accounts.length === 0) {
      await ask('getAccounts', { purposes: [AddressPurpose.Payment] });
      accounts = await unisat.getAccounts();
    }
    if (accounts[0]?.toLowerCase() === address.toLowerCase()) return;
    const detail = `its account is ${accounts[0] ?? 'locked'}, not ${address}`;
    throw new WalletError({ code: 'WALLET_FAILED', nextStep: 'SWITCH_ACCOUNT', wallet: name, detail });
  }

  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw walletFailure(name, error);
    }
  };

  return {
    id: UNISAT_ID,
    name,
    connect: () =>
      guarded(async () => {
        await switchNetwork();
        const accounts = listOf(name, await ask('getAccounts', { purposes: [AddressPurpose.Payment] }));
        const addresses = accounts.flatMap((entry) => walletAddress(entry, 'both', network) ?? []);
        return accountOf(name, addresses, network);
      }),
    signMessage: (address, message) =>
      guarded(async () => {
        await requireAccount(address);
        const answer = await ask('signMessage', {
          address,
          message,
          protocol: MessageSigningProtocols.BIP322,
        });
        if (fieldOf(answer, 'protocol') !== MessageSigningProtocols.BIP322) {
          const detail = 'it signs messages of this address by ECDSA, not by BIP-322';
          throw new WalletError({ code: 'WALLET_UNSUPPORTED', nextStep: 'USE_SEGWIT', wallet: name, detail });
        }
        return textOf(name, answer, 'signature');
      }),
    signPsbt: (psbt, { address, indexes }) =>
      guarded(async () => {
        await requireAccount(address);
        const signInputs = { [address]: [...indexes] };
        // Nothing of `broadcast`: UniSat takes it for whether to finalise, and would leave what it signed as it is.
        const answer = await ask('signPsbt', { psbt, signInputs });
        return signedPsbt(name, psbt, textOf(name, answer, 'psbt'));
      }),
  };
}
