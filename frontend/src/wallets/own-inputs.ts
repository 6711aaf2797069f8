import { addressToScript } from './bitcoin/address.ts';
import { sameBytes } from './bitcoin/bytes.ts';
import { readPsbt } from './bitcoin/read-psbt.ts';
import type { WalletNetwork } from './wallet.ts';

/**
 * Places of the inputs that an address signs: those that spend an output of its script and are not complete yet.
 * @throws RangeError for text that is no PSBT in base64
 */
export function ownInputs(psbt: string, address: string, network: WalletNetwork): number[] {
  const script = addressToScript(address, network);
  if (script === undefined) return [];
  return readPsbt(psbt).inputs.flatMap(({ witnessUtxo, final }, index) =>
    witnessUtxo && !final && sameBytes(witnessUtxo.script, script) ? [index] : [],
  );
}
