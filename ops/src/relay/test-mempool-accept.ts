import { judge, type SendLimits } from './judge.ts';
import { asBitcoin } from './mempool-entry.ts';
import type { RelayState } from './relay-state.ts';
import { SidePool } from './side-pool.ts';

/**
 * `testmempoolaccept` for transactions that may build on each other and on the side pool. They are judged in
 * order on a copy of it; nothing is kept.
 */
export async function testMempoolAccept(
  state: RelayState,
  transactions: readonly string[],
  limits: SendLimits,
): Promise<readonly unknown[]> {
  const pool = new SidePool();
  for (const waiting of state.pool.all()) pool.add(waiting);
  const trial: RelayState = { ...state, pool };
  const results: unknown[] = [];
  for (const hex of transactions) {
    const verdict = await judge(trial, hex, limits);
    if (verdict.kind === 'refused') {
      const { txid, hash: wtxid } = verdict.decoded;
      results.push({ txid, wtxid, allowed: false, 'reject-reason': verdict.reason });
      continue;
    }
    const { transaction } = verdict;
    const { txid, hash: wtxid, vsize } = transaction.decoded;
    if (verdict.kind === 'known') {
      results.push({ txid, wtxid, allowed: false, 'reject-reason': 'txn-already-in-mempool' });
      continue;
    }
    for (const loser of verdict.displaced.inPool) pool.remove(loser);
    pool.add(transaction);
    results.push({ txid, wtxid, allowed: true, vsize, fees: { base: asBitcoin(transaction.feeSats) } });
  }
  return results;
}
