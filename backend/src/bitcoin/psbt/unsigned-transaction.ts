import { Transaction } from 'bitcoinjs-lib';
import type { Prevout } from './prevout.ts';

/**
 * The transaction to be signed, without any signature it may carry.
 * @throws RangeError when it does not parse, has legacy signatures or does not spend exactly `prevouts`
 */
export function unsignedTransaction(raw: Uint8Array, prevouts: readonly Prevout[]): Transaction {
  const transaction = Transaction.fromBuffer(raw);
  if (transaction.ins.some(({ script }) => script.length > 0)) {
    throw new RangeError('a transaction to be signed has empty scriptSigs');
  }
  if (transaction.ins.length !== prevouts.length) {
    throw new RangeError(`${transaction.ins.length} inputs, but ${prevouts.length} outputs they spend`);
  }
  for (const input of transaction.ins) input.witness = [];
  return transaction;
}
