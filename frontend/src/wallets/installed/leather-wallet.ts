import { addressTypeOf } from '../bitcoin/address.ts';
import { fromBase64, fromHex, toBase64, toHex } from '../bitcoin/bytes.ts';
import type { BrowserWallet, WalletNetwork } from '../wallet.ts';
import { accountOf, walletAddress } from './account.ts';
import { fieldOf, listOf, strange, textOf } from './answer.ts';
import { signedPsbt } from './signed-psbt.ts';
import { walletFailure } from './wallet-failure.ts';

/** A provider of WBIP 001: answers and errors are those of JSON-RPC 2.0. */
export interface Provider {
  request(method: string, params?: unknown): Promise<unknown>;
}

/** To Leather -32000 is an error of its own, not a person's refusal. */
const REFUSED = [4001];

/** Leather, whose methods have the standard's names and parameters of their own (`@leather.io/rpc`). */
export function leatherWallet(
  id: string,
  name: string,
  network: WalletNetwork,
  provider: Provider,
): BrowserWallet {
  /** Leather rejects with the JSON-RPC answer that holds the error. */
  async function ask(method: string, params: object): Promise<unknown> {
    try {
      const answer = await provider.request(method, { ...params, network });
      if (fieldOf(answer, 'error') !== undefined) throw answer;
      return fieldOf(answer, 'result');
    } catch (error) {
      throw walletFailure(name, error, REFUSED);
    }
  }

  return {
    id,
    name,
    async connect() {
      const list = listOf(name, fieldOf(await ask('getAddresses', {}), 'addresses'));
      const addresses = list.flatMap((entry) => {
        if (fieldOf(entry, 'symbol') !== 'BTC') return [];
        // Its taproot address is where it keeps ordinals.
        const purpose = fieldOf(entry, 'type') === 'p2tr' ? 'ordinals' : 'payment';
        return walletAddress(entry, purpose, network) ?? [];
      });
      return accountOf(name, addresses, network);
    },
    async signMessage(address, message) {
      const paymentType = addressTypeOf(address, network);
      if (paymentType === undefined) throw strange(name, `${address} is none of its addresses`);
      return textOf(name, await ask('signMessage', { message, paymentType }), 'signature');
    },
    async signPsbt(psbt, { indexes }) {
      const params = { hex: toHex(fromBase64(psbt)), signAtIndex: [...indexes], broadcast: false };
      const hex = textOf(name, await ask('signPsbt', params), 'hex');
      try {
        return signedPsbt(name, psbt, toBase64(fromHex(hex)));
      } catch (error) {
        throw walletFailure(name, error);
      }
    },
  };
}
