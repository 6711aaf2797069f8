import { bitcoinOf, RpcFailure } from '../stack/rpc.ts';
import { judge, type SendLimits, type Verdict } from './judge.ts';
import type { RelayState } from './relay-state.ts';

/** No limits of the caller: for transactions that were accepted before. */
export const NO_LIMITS: SendLimits = { maxFeeRate: 0n, maxBurnSats: 21_000_000n * 100_000_000n };

/**
 * Takes a transaction into the node's mempool or the side pool.
 * @returns its id.
 * @throws RpcFailure with the codes and words of `sendrawtransaction`.
 */
export async function accept(state: RelayState, hex: string, limits: SendLimits): Promise<string> {
  const { pool, evicted } = state;
  // Nothing here can be in its way: the node decides, and only its refusal is looked into.
  if (pool.size === 0 && evicted.size === 0) {
    const txid = await sendToNode(state, hex, limits).catch((error: unknown) => {
      if (!(error instanceof RpcFailure)) throw error;
      return undefined;
    });
    if (txid !== undefined) return txid;
  }

  const verdict: Verdict = await judge(state, hex, limits);
  if (verdict.kind === 'refused') {
    // Asked once more, the node says it in the very words and with the code that clients know.
    if (verdict.byNode) return sendToNode(state, hex, limits);
    throw new RpcFailure('sendrawtransaction', verdict.code, verdict.reason);
  }
  const { txid } = verdict.transaction;
  if (verdict.kind === 'known') return txid;
  if (verdict.kind === 'node') {
    await sendToNode(state, hex, limits);
    evicted.delete(txid);
  }
  for (const loser of verdict.displaced.inPool) pool.remove(loser);
  if (verdict.kind === 'side') {
    for (const loser of verdict.displaced.inNode) evicted.add(loser);
    pool.add(verdict.transaction);
  }
  return txid;
}

function sendToNode(
  { node }: RelayState,
  hex: string,
  { maxFeeRate, maxBurnSats }: SendLimits,
): Promise<string> {
  return node<string>('sendrawtransaction', [hex, bitcoinOf(maxFeeRate), bitcoinOf(maxBurnSats)]);
}
