import { addressTypeOf, isOfOtherNetwork } from '../bitcoin/address.ts';
import type { WalletAccount, WalletAddress, WalletNetwork } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import { fieldOf } from './answer.ts';

const PUBLIC_KEY = /^(?:[0-9a-f]{2}){32,33}$/i;

/** An address as a wallet told it; undefined for those of other chains. */
export function walletAddress(
  answer: unknown,
  purpose: WalletAddress['purpose'],
  network: WalletNetwork,
): WalletAddress | undefined {
  const address = fieldOf(answer, 'address');
  const publicKey = fieldOf(answer, 'publicKey');
  if (typeof address !== 'string') return undefined;
  return {
    address,
    publicKey: typeof publicKey === 'string' && PUBLIC_KEY.test(publicKey) ? publicKey : undefined,
    type: addressTypeOf(address, network),
    purpose,
  };
}

/**
 * The account of a wallet's addresses: the payment address, which must be native segwit or taproot of this network. An
 * address for ordinals is never taken for it, because what is inscribed on its coins would be spent for their sats.
 * @throws WalletError `WALLET_WRONG_NETWORK`, `WALLET_UNSUPPORTED`, `WALLET_FAILED`
 */
export function accountOf(
  wallet: string,
  addresses: readonly WalletAddress[],
  network: WalletNetwork,
): WalletAccount {
  const payments = addresses.filter(({ purpose }) => purpose !== 'ordinals');
  const found = payments.find(({ type }) => type !== undefined);
  if (found) return { paymentAddress: found.address, publicKey: found.publicKey, addresses };
  if (payments.some(({ address }) => isOfOtherNetwork(address, network))) throw wrongNetwork(wallet, network);
  if (payments.length === 0) {
    throw new WalletError({
      code: 'WALLET_FAILED',
      nextStep: 'TRY_AGAIN',
      wallet,
      detail: 'it showed no Bitcoin address to pay from',
    });
  }
  throw new WalletError({
    code: 'WALLET_UNSUPPORTED',
    nextStep: 'USE_SEGWIT',
    wallet,
    detail: `${payments[0]?.address} is neither native segwit nor taproot`,
  });
}

export function wrongNetwork(wallet: string, network: WalletNetwork, options?: ErrorOptions): WalletError {
  return new WalletError(
    { code: 'WALLET_WRONG_NETWORK', nextStep: 'SWITCH_NETWORK', wallet, detail: `it is not on ${network}` },
    options,
  );
}
