import type { ParsedTx } from '../bitcoin/transaction.ts';
import { hexToBytes } from '../bytes.ts';

/** The raw bytes of a transaction with its witnesses left out. */
export function serializeTransaction(
  tx: Pick<ParsedTx, 'version' | 'locktime' | 'inputs' | 'outputs'>,
): Uint8Array {
  return Uint8Array.of(
    ...le32(tx.version),
    ...compactSize(tx.inputs.length),
    ...tx.inputs.flatMap(({ prevout, scriptSig, sequence }) => [
      ...hexToBytes(prevout.txid).reverse(),
      ...le32(prevout.vout),
      ...compactSize(scriptSig.length),
      ...scriptSig,
      ...le32(sequence),
    ]),
    ...compactSize(tx.outputs.length),
    ...tx.outputs.flatMap(({ amountSats, script }) => [
      ...new Uint8Array(BigUint64Array.of(amountSats).buffer),
      ...compactSize(script.length),
      ...script,
    ]),
    ...le32(tx.locktime),
  );
}

function le32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function compactSize(value: number): number[] {
  return value < 0xfd ? [value] : [0xfd, value & 0xff, value >> 8];
}
