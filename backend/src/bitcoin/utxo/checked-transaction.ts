import { CharmsError, type ParsedTx, parseTransaction } from '@charmbills/charms';

/** Parses a transaction that somebody gave us for `txid`; undefined when it is not the one of that id. */
export function checkedTransaction(raw: Uint8Array, txid: string): ParsedTx | undefined {
  try {
    const transaction = parseTransaction(raw);
    return transaction.txid === txid ? transaction : undefined;
  } catch (error) {
    if (error instanceof CharmsError) return undefined;
    throw error;
  }
}
