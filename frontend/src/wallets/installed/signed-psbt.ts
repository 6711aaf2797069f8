import { sameBytes } from '../bitcoin/bytes.ts';
import { readPsbt } from '../bitcoin/read-psbt.ts';
import { strange } from './answer.ts';

/**
 * The PSBT that a wallet answered, which must be of the transaction that it was given.
 * @throws WalletError `WALLET_FAILED`
 */
export function signedPsbt(wallet: string, given: string, answered: string): string {
  let same: boolean;
  try {
    same = sameBytes(readPsbt(answered).unsignedTx, readPsbt(given).unsignedTx);
  } catch {
    throw strange(wallet, 'it answered something that is no PSBT');
  }
  if (!same) throw strange(wallet, 'it signed another transaction');
  return answered;
}
