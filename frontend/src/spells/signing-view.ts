import { type FoundSpell, type ParsedTx, parseTransaction, readSpell } from '@charmbills/charms';
import { addressToScript } from '../wallets/bitcoin/address.ts';
import { sameBytes } from '../wallets/bitcoin/bytes.ts';
import { type PsbtInput, readPsbt } from '../wallets/bitcoin/read-psbt.ts';
import type { SpellOrder } from './spell-order.ts';

/** The transaction of a PSBT and what it spends, as the signer sees it. */
export interface SigningView {
  readonly tx: ParsedTx;
  readonly found: FoundSpell;
  readonly inputs: readonly SpentCoin[];
  readonly psbtInputs: readonly PsbtInput[];
  readonly signerScript: Uint8Array;
  readonly isOwn: (script: Uint8Array) => boolean;
}

export interface SpentCoin {
  readonly amountSats: bigint;
  readonly script: Uint8Array;
}

/** @throws Error saying what cannot be read; CharmsError for a transaction or spell that is none */
export function signingView({ psbt, network, signerAddress }: SpellOrder): SigningView {
  const { unsignedTx, inputs: psbtInputs } = readPsbt(psbt);
  const tx = parseTransaction(unsignedTx);
  if (tx.inputs.some(({ scriptSig, witness }) => scriptSig.length > 0 || witness.length > 0))
    throw new RangeError('its transaction is signed already');
  const found = readSpell(tx);
  if (found === undefined) throw new RangeError('no output carries a spell');
  const inputs = psbtInputs.map(({ witnessUtxo }, index) => {
    if (witnessUtxo === undefined) throw new RangeError(`it does not say what input ${index} spends`);
    return witnessUtxo;
  });
  if (inputs.length !== tx.inputs.length) throw new RangeError('it does not say what each input spends');
  const signerScript = addressToScript(signerAddress, network);
  if (signerScript === undefined) throw new RangeError(`${signerAddress} is no address of ${network}`);
  const isOwn = (script: Uint8Array) => sameBytes(script, signerScript);
  return { tx, found, inputs, psbtInputs, signerScript, isOwn };
}
