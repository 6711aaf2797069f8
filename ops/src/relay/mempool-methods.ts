import { RpcFailure, satsOf } from '../stack/rpc.ts';
import { accept } from './accept.ts';
import { RPC_INVALID_ADDRESS_OR_KEY } from './json-rpc.ts';
import type { SendLimits } from './judge.ts';
import { mempoolEntry, mempoolInfo } from './mempool-entry.ts';
import { orUndefined, type RelayState } from './relay-state.ts';
import { testMempoolAccept } from './test-mempool-accept.ts';
import { outpointKey } from './transaction.ts';

/** Answers one method; `forward` asks the node the same. */
export type Method = (
  state: RelayState,
  params: readonly unknown[],
  forward: () => Promise<unknown>,
) => Promise<unknown>;

interface Spender {
  readonly txid: string;
  readonly vout: number;
  readonly spendingtxid?: string;
}

const DEFAULT_MAX_FEE_RATE = 10_000_000n;

export const mempoolMethods: Readonly<Record<string, Method>> = {
  async sendrawtransaction(state, [hex, maxFeeRate, maxBurn]) {
    return accept(state, String(hex), {
      maxFeeRate: satsParameter(maxFeeRate, DEFAULT_MAX_FEE_RATE),
      maxBurnSats: satsParameter(maxBurn, 0n),
    } satisfies SendLimits);
  },

  async testmempoolaccept(state, [transactions, maxFeeRate], forward) {
    const { pool, evicted } = state;
    if (!Array.isArray(transactions)) return forward();
    const limits: SendLimits = {
      maxFeeRate: satsParameter(maxFeeRate, DEFAULT_MAX_FEE_RATE),
      maxBurnSats: 21_000_000n * 100_000_000n,
    };
    if (pool.size === 0 && evicted.size === 0) {
      const results = (await forward()) as readonly { readonly allowed?: boolean }[];
      if (results.every(({ allowed }) => allowed === true)) return results;
    }
    return testMempoolAccept(state, transactions.map(String), limits);
  },

  async getrawmempool({ node, pool, evicted }, [verbose, withSequence]) {
    if (verbose === true) {
      const entries = await node<Record<string, unknown>>('getrawmempool', [true]);
      for (const txid of evicted) delete entries[txid];
      for (const waiting of pool.all()) entries[waiting.txid] = mempoolEntry(pool, waiting);
      return entries;
    }
    const merge = (txids: readonly string[]) => [
      ...txids.filter((txid) => !evicted.has(txid)),
      ...pool.all().map(({ txid }) => txid),
    ];
    if (withSequence !== true) return merge(await node<string[]>('getrawmempool', [false]));
    const answer = await node<{ txids: string[] }>('getrawmempool', [false, true]);
    return { ...answer, txids: merge(answer.txids) };
  },

  getmempoolinfo: (state) => mempoolInfo(state),

  async getmempoolentry(state, [txid], forward) {
    const waiting = state.pool.get(String(txid));
    if (waiting !== undefined) return mempoolEntry(state.pool, waiting);
    refuseEvicted(state, 'getmempoolentry', txid, 'Transaction not in mempool');
    return forward();
  },

  async getmempoolancestors(state, [txid, verbose], forward) {
    const { node, pool } = state;
    refuseEvicted(state, 'getmempoolancestors', txid, 'Transaction not in mempool');
    const waiting = pool.get(String(txid));
    if (waiting === undefined) return forward();
    const family = pool.withAncestors(waiting.txid);
    const ids = new Set(family.map((ancestor) => ancestor.txid));
    for (const parent of family.flatMap(({ nodeParents }) => nodeParents)) {
      ids.add(parent);
      for (const ancestor of await node<string[]>('getmempoolancestors', [parent])) ids.add(ancestor);
    }
    ids.delete(waiting.txid);
    return described(state, [...ids], verbose === true);
  },

  async getmempooldescendants(state, [txid, verbose], forward) {
    refuseEvicted(state, 'getmempooldescendants', txid, 'Transaction not in mempool');
    const own = String(txid);
    const inNode =
      state.pool.get(own) === undefined ? await state.node<string[]>('getmempooldescendants', [own]) : [];
    if (state.pool.size === 0) return forward();
    const ids = new Set(inNode);
    for (const id of [own, ...inNode]) {
      for (const descendant of state.pool.withDescendants(id)) ids.add(descendant.txid);
    }
    ids.delete(own);
    return described(state, [...ids], verbose === true);
  },

  async getrawtransaction(state, [txid, verbosity, blockHash], forward) {
    const waiting = state.pool.get(String(txid));
    if (waiting === undefined || typeof blockHash === 'string') {
      refuseEvicted(state, 'getrawtransaction', txid, 'No such mempool or blockchain transaction.');
      return forward();
    }
    const plain = verbosity === undefined || verbosity === null || verbosity === false || verbosity === 0;
    return plain ? waiting.hex : { in_active_chain: false, ...waiting.decoded, hex: waiting.hex };
  },

  async gettxspendingprevout({ pool, evicted }, _params, forward) {
    const answers = (await forward()) as readonly Spender[];
    return answers.map(({ spendingtxid, ...outpoint }) => {
      const visible = spendingtxid !== undefined && evicted.has(spendingtxid) ? undefined : spendingtxid;
      const spender = visible ?? pool.spenderOf(outpointKey(outpoint));
      return spender === undefined ? outpoint : { ...outpoint, spendingtxid: spender };
    });
  },

  async gettxout(state, [txid, n, includeMempool], forward) {
    const { node, pool, evicted, tip } = state;
    if (includeMempool === false) return forward();
    const outpoint = { txid: String(txid), vout: Number(n) };
    if (pool.isSpent(outpoint)) return null;
    const created = pool.outputOf(outpoint);
    if (created !== undefined) {
      return {
        bestblock: tip,
        confirmations: 0,
        value: created.value,
        scriptPubKey: created.scriptPubKey,
        coinbase: false,
      };
    }
    if (evicted.has(outpoint.txid)) return null;
    const answer = await forward();
    if (answer !== null || evicted.size === 0) return answer;
    // What only an evicted transaction spends is unspent.
    const [spender] = await node<Spender[]>('gettxspendingprevout', [[outpoint]]);
    const freed = spender?.spendingtxid !== undefined && evicted.has(spender.spendingtxid);
    return freed ? node('gettxout', [outpoint.txid, outpoint.vout, false]) : null;
  },
};

/** Ids alone, or entries by id. */
async function described(state: RelayState, ids: readonly string[], verbose: boolean): Promise<unknown> {
  const visible = ids.filter((id) => !state.evicted.has(id));
  if (!verbose) return visible;
  const entries: Record<string, unknown> = {};
  for (const id of visible) {
    const waiting = state.pool.get(id);
    const entry = waiting
      ? mempoolEntry(state.pool, waiting)
      : await orUndefined(state.node('getmempoolentry', [id]));
    if (entry !== undefined) entries[id] = entry;
  }
  return entries;
}

function refuseEvicted(state: RelayState, method: string, txid: unknown, text: string): void {
  if (state.evicted.has(String(txid))) throw new RpcFailure(method, RPC_INVALID_ADDRESS_OR_KEY, text);
}

/** An amount parameter in bitcoin, which clients send as a number or as a string. */
function satsParameter(value: unknown, otherwise: bigint): bigint {
  return value === undefined || value === null ? otherwise : satsOf(Number(value));
}
