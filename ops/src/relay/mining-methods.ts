import { RpcFailure } from '../stack/rpc.ts';
import { accept, NO_LIMITS } from './accept.ts';
import { followChain } from './follow-chain.ts';
import { consensusFault, unconfirmedAncestors } from './inputs.ts';
import type { Method } from './mempool-methods.ts';
import { type MempoolEntries, orUndefined, parentsFirst, type RelayState } from './relay-state.ts';

/** Room for transactions in a block: the limit of 4,000,000 less the coinbase and the header. */
const BLOCK_WEIGHT = 3_990_000;

export const miningMethods: Readonly<Record<string, Method>> = {
  generatetoaddress: (state, [blocks, address], forward) => mine(state, blocks, address, forward),
  generatetodescriptor: (state, [blocks, descriptor], forward) => mine(state, blocks, descriptor, forward),

  /** The caller chooses the transactions; those of the side pool may be named by their ids too. */
  async generateblock(state, [output, transactions, ...rest], forward) {
    if (!Array.isArray(transactions)) return forward();
    const resolved = transactions.map((entry) => state.pool.get(String(entry))?.hex ?? entry);
    const answer = await state.node('generateblock', [output, resolved, ...rest]);
    await followChain(state);
    return answer;
  },

  invalidateblock: (state, _params, forward) => moveChain(state, forward),
  reconsiderblock: (state, _params, forward) => moveChain(state, forward),
};

async function mine(
  state: RelayState,
  blocks: unknown,
  output: unknown,
  forward: () => Promise<unknown>,
): Promise<unknown> {
  if (typeof blocks !== 'number' || !Number.isSafeInteger(blocks) || blocks < 1) return forward();
  const { pool, evicted } = state;
  const hashes: string[] = [];
  while (hashes.length < blocks) {
    // With nothing here the node's own choice of transactions is right: leave the rest to it.
    const idle = pool.size === 0 && evicted.size === 0;
    const mined = idle
      ? await generateRest(state, String(output), blocks - hashes.length)
      : [await mineWaiting(state, output)];
    hashes.push(...mined);
    await followChain(state);
  }
  return hashes;
}

/** `generatetoaddress` and `generatetodescriptor` differ in what they take; a descriptor has parentheses. */
function generateRest({ node }: RelayState, output: string, blocks: number): Promise<string[]> {
  return node<string[]>(output.includes('(') ? 'generatetodescriptor' : 'generatetoaddress', [
    blocks,
    output,
  ]);
}

async function mineWaiting(state: RelayState, output: unknown): Promise<string> {
  const { node } = state;
  const generate = async () => {
    const { hash } = await node<{ hash: string }>('generateblock', [
      output,
      await waitingTransactions(state),
    ]);
    return hash;
  };
  try {
    return await generate();
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    // One of ours has become invalid in a way the chain alone does not show: find it and leave it out.
    await dropInvalid(state);
    return generate();
  }
}

/** Everything that waits, parents first, as far as it fits into one block. */
async function waitingTransactions({ node, pool, evicted }: RelayState): Promise<readonly string[]> {
  const entries = await node<MempoolEntries>('getrawmempool', [true]);
  const waiting = parentsFirst(entries)
    .filter((txid) => !evicted.has(txid))
    .map((txid) => ({ name: txid, weight: entries[txid]?.weight ?? 0 }))
    .concat(pool.all().map(({ hex, decoded }) => ({ name: hex, weight: decoded.weight })));
  let room = BLOCK_WEIGHT;
  const chosen: string[] = [];
  for (const { name, weight } of waiting) {
    room -= weight;
    if (room < 0) break;
    chosen.push(name);
  }
  return chosen;
}

async function dropInvalid(state: RelayState): Promise<void> {
  const { pool } = state;
  for (const transaction of pool.all()) {
    const inPool = pool.parentsOf(transaction).map(({ txid }) => txid);
    const ancestors = await unconfirmedAncestors(state, { inNode: transaction.nodeParents, inPool });
    if ((await consensusFault(state, transaction.hex, ancestors)) !== undefined)
      pool.remove(transaction.txid);
  }
}

/** A reorganisation makes the node forget what builds on transactions it refuses: those are sent again. */
async function moveChain(state: RelayState, forward: () => Promise<unknown>): Promise<unknown> {
  const { node, evicted } = state;
  const waiting: string[] = [];
  for (const txid of parentsFirst(await node<MempoolEntries>('getrawmempool', [true]))) {
    if (evicted.has(txid)) continue;
    const hex = await orUndefined(node<string>('getrawtransaction', [txid]));
    if (hex !== undefined) waiting.push(hex);
  }
  const answer = await forward();
  await followChain(state);
  for (const hex of waiting) await orUndefined(accept(state, hex, NO_LIMITS));
  return answer;
}
