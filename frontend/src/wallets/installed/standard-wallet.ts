import type { Params, Requests } from 'sats-connect';
import type { BrowserWallet, InputsToSign, WalletAccount, WalletNetwork } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import { accountOf, walletAddress, wrongNetwork } from './account.ts';
import { fieldOf, listOf, textOf } from './answer.ts';
import { signedPsbt } from './signed-psbt.ts';
import { walletFailure, wantsConnection } from './wallet-failure.ts';

/** Asks a wallet by sats-connect. Throws what the wallet says in place of a result. */
export type Ask = <Method extends keyof Requests>(method: Method, params: Params<Method>) => Promise<unknown>;

const NETWORK_NAMES = { mainnet: 'Mainnet', testnet4: 'Testnet4', regtest: 'Regtest' } as const;
const MESSAGE = 'To sign in and to pay';

type SatsConnect = typeof import('sats-connect');

/** A wallet that speaks as Xverse does, which is what sats-connect and WBIP 002 take for the standard. */
export function standardWallet(
  id: string,
  name: string,
  network: WalletNetwork,
  sats: SatsConnect,
  ask: Ask,
): BrowserWallet {
  const { AddressPurpose, BitcoinNetworkType, MessageSigningProtocols } = sats;
  const bitcoinNetwork = BitcoinNetworkType[NETWORK_NAMES[network]];
  const purposes = [AddressPurpose.Payment, AddressPurpose.Ordinals];

  async function requestAccounts(): Promise<{ list: unknown; on: unknown }> {
    try {
      const answer = await ask('wallet_connect', {
        addresses: purposes,
        message: MESSAGE,
        network: bitcoinNetwork,
      });
      const on = fieldOf(fieldOf(fieldOf(answer, 'network'), 'bitcoin'), 'name');
      return { list: fieldOf(answer, 'addresses'), on };
    } catch (error) {
      if (walletFailure(name, error).code !== 'WALLET_UNSUPPORTED') throw error;
      return { list: await ask('getAccounts', { purposes, message: MESSAGE }), on: undefined };
    }
  }

  async function accountHere(): Promise<WalletAccount> {
    const { list, on } = await requestAccounts();
    if (typeof on === 'string' && on !== bitcoinNetwork) throw wrongNetwork(name, network);
    const addresses = listOf(name, list).flatMap((entry) => {
      const purpose = fieldOf(entry, 'purpose');
      if (purpose !== 'payment' && purpose !== 'ordinals') return [];
      return walletAddress(entry, purpose, network) ?? [];
    });
    return accountOf(name, addresses, network);
  }

  async function connect(): Promise<WalletAccount> {
    try {
      return await accountHere();
    } catch (error) {
      if (!(error instanceof WalletError) || error.code !== 'WALLET_WRONG_NETWORK') throw error;
      try {
        await ask('wallet_changeNetwork', { name: bitcoinNetwork });
      } catch (cause) {
        throw wrongNetwork(name, network, { cause });
      }
      return accountHere();
    }
  }

  /** Once more after connecting, where the wallet has forgotten that it was. */
  async function whenConnected<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!wantsConnection(walletFailure(name, error))) throw error;
      await connect();
      return run();
    }
  }

  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw walletFailure(name, error);
    }
  };

  return {
    id,
    name,
    connect: () => guarded(connect),
    signMessage: (address, message) =>
      guarded(async () => {
        const protocol = MessageSigningProtocols.BIP322;
        const answer = await whenConnected(() => ask('signMessage', { address, message, protocol }));
        if (fieldOf(answer, 'protocol') === MessageSigningProtocols.ECDSA) {
          const detail = 'it signs messages by ECDSA, not by BIP-322';
          throw new WalletError({ code: 'WALLET_UNSUPPORTED', nextStep: 'USE_SEGWIT', wallet: name, detail });
        }
        return textOf(name, answer, 'signature');
      }),
    signPsbt: (psbt, { address, indexes }: InputsToSign) =>
      guarded(async () => {
        const signInputs = { [address]: [...indexes] };
        const answer = await whenConnected(() => ask('signPsbt', { psbt, signInputs, broadcast: false }));
        return signedPsbt(name, psbt, textOf(name, answer, 'psbt'));
      }),
  };
}
