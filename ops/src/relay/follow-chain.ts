import { accept, NO_LIMITS } from './accept.ts';
import { findOutput, isConfirmed } from './inputs.ts';
import { type MempoolEntries, orUndefined, parentsFirst, type RelayState } from './relay-state.ts';

interface BlockHeader {
  readonly confirmations: number;
  readonly previousblockhash?: string;
}

interface BlockTransactions {
  readonly previousblockhash?: string;
  readonly tx: readonly { readonly txid: string; readonly hex: string }[];
}

/**
 * Brings the side pool in line with the chain and the node's mempool, which both may have moved since:
 * what was mined or has lost its inputs leaves; what a reorganisation took out of the chain comes back.
 */
export async function followChain(state: RelayState): Promise<void> {
  const tip = await state.node<string>('getbestblockhash');
  if (tip !== state.tip) {
    const disconnected = await disconnectedTransactions(state);
    state.tip = tip;
    if (disconnected.length > 0) await reaccept(state, disconnected);
    else await dropSpent(state);
  }
  await matchMempool(state);
}

/** The transactions of blocks that are no longer part of the chain, oldest first, without coinbases. */
async function disconnectedTransactions({ node, tip }: RelayState): Promise<readonly string[]> {
  const blocks: string[][] = [];
  let hash: string | undefined = tip;
  while (hash !== undefined) {
    const header: BlockHeader | undefined = await orUndefined(node<BlockHeader>('getblockheader', [hash]));
    if (header === undefined || header.confirmations >= 0) break;
    const block: BlockTransactions = await node('getblock', [hash, 2]);
    blocks.unshift(block.tx.slice(1).map(({ hex }) => hex));
    hash = block.previousblockhash;
  }
  return blocks.flat();
}

/**
 * After a reorganisation nothing here can be taken as valid any more: everything is judged anew, first what
 * came out of blocks. What is no longer valid is dropped, as a node drops it.
 */
async function reaccept(state: RelayState, first: readonly string[]): Promise<void> {
  const waiting = state.pool.all().map(({ hex }) => hex);
  for (const { txid } of state.pool.all()) state.pool.remove(txid);
  for (const hex of [...first, ...waiting]) await orUndefined(accept(state, hex, NO_LIMITS));
}

/** Drops what was mined, or lost its inputs to something that was. */
async function dropSpent(state: RelayState): Promise<void> {
  const { node, pool } = state;
  for (const transaction of pool.all()) {
    const { txid } = transaction;
    for (const { txid: parent, vout } of transaction.decoded.vin) {
      if (pool.get(parent) !== undefined) continue;
      const confirmed = await node('gettxout', [parent, vout, false]);
      if (confirmed === null && (await orUndefined(node('getmempoolentry', [parent]))) === undefined) {
        // Its children stay when it was mined: their inputs are then in the chain and are looked at in turn.
        if (await isConfirmed(state, transaction.decoded)) pool.removeAlone(txid);
        else pool.remove(txid);
        break;
      }
    }
  }
}

interface Spender {
  readonly txid: string;
  readonly vout: number;
  readonly spendingtxid?: string;
}

/** Notes what entered the node's mempool by another door against the side pool, and what left it. */
async function matchMempool(state: RelayState): Promise<void> {
  const { node, pool, evicted } = state;
  if (pool.size > 0) {
    const outpoints = pool
      .all()
      .flatMap(({ decoded }) => decoded.vin.map(({ txid, vout }) => ({ txid, vout })));
    for (const { spendingtxid } of await node<Spender[]>('gettxspendingprevout', [outpoints])) {
      if (spendingtxid !== undefined && pool.get(spendingtxid) === undefined) evicted.add(spendingtxid);
    }
  }
  const needsParents = pool.all().filter(({ nodeParents }) => nodeParents.length > 0);
  if (evicted.size === 0 && needsParents.length === 0) return;

  const entries = await node<MempoolEntries>('getrawmempool', [true]);
  for (const txid of evicted) if (entries[txid] === undefined) evicted.delete(txid);
  for (const txid of parentsFirst(entries)) {
    if (entries[txid]?.depends.some((parent) => evicted.has(parent))) evicted.add(txid);
  }
  for (const { txid, nodeParents, decoded } of needsParents) {
    const lost = nodeParents.filter((parent) => entries[parent] === undefined || evicted.has(parent));
    if (lost.length === 0) continue;
    // A parent that left the mempool into a block is no loss.
    const inputs = decoded.vin.filter((input) => lost.includes(input.txid));
    const found = await Promise.all(inputs.map((input) => findOutput(state, input)));
    if (found.includes(undefined)) pool.remove(txid);
  }
}
