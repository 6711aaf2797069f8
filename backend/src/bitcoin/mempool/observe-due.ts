import { BroadcastRejectedError } from '../bitcoin.errors.ts';
import { broadcast } from '../broadcast/broadcast.ts';
import { type BitcoinRpc, RpcError } from '../rpc/index.ts';
import type { DueTransaction, SpentOutPoint } from './due-check.repository.ts';
import type { Observation } from './judge-check.ts';

interface Spender {
  /** The transaction of the mempool that spends the output; absent when none does. */
  readonly spendingtxid?: string;
}

/**
 * What becomes of pending transactions. One call asks for all of them who spends their inputs in the mempool:
 * themselves, another, or nobody; those are sent again, one call each.
 * @throws NodeUnavailableError
 */
export async function observeDue(
  rpc: BitcoinRpc,
  due: readonly DueTransaction[],
  inputs: readonly SpentOutPoint[],
): Promise<Map<string, Observation>> {
  const spenders =
    inputs.length === 0
      ? []
      : await rpc.call<readonly Spender[]>('gettxspendingprevout', [
          inputs.map(({ txid, vout }) => ({ txid, vout })),
        ]);
  const spentBy = new Map<string, string>();
  for (const [index, { transactionId }] of inputs.entries()) {
    const spender = spenders[index]?.spendingtxid;
    if (spender !== undefined) spentBy.set(transactionId, spender);
  }
  const observations = new Map<string, Observation>();
  for (const { id, txid, raw } of due) {
    const spender = spentBy.get(id);
    if (spender === txid) observations.set(id, { kind: 'present' });
    else if (spender !== undefined) observations.set(id, { kind: 'conflict', txid: spender });
    else observations.set(id, raw ? await sendAgain(rpc, raw) : { kind: 'absent' });
  }
  return observations;
}

async function sendAgain(rpc: BitcoinRpc, raw: Uint8Array): Promise<Observation> {
  try {
    await broadcast(rpc, raw);
    return { kind: 'present' };
  } catch (error) {
    if (error instanceof BroadcastRejectedError) {
      return { kind: 'refused', inputsMissing: error.reason.includes('missingorspent') };
    }
    // An answer about this transaction alone must not hold up the others.
    if (error instanceof RpcError) return { kind: 'refused', inputsMissing: false };
    throw error;
  }
}
