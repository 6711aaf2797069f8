import { NodeUnavailableError } from '../bitcoin.errors.ts';
import { fetchBlock } from '../blocks/fetch-block.ts';
import { begin } from './begin.ts';
import { findNewestBlocks, findTip, type KnownBlock } from './chain-block.repository.ts';
import { connectBlock } from './connect-block.ts';
import { countConnected } from './count-connected.ts';
import { disconnectBlock } from './disconnect-block.ts';
import { reorgTooDeep } from './follower.errors.ts';
import { DEFAULT_KEEP_BLOCKS, type FollowerDeps } from './follower-deps.ts';
import { findCommonAncestor, locateTip } from './locate-tip.ts';

/** How far a pass over the blocks got. */
export type BlocksOutcome =
  /** Our tip is the node's. */
  | 'caught_up'
  /** Another process is following. */
  | 'busy'
  /** The node has fewer blocks than we know, and none that contradicts them: it is catching up itself. */
  | 'node_behind'
  /** This process is ending. */
  | 'stopped';

const MAX_SURPRISES = 10;

export interface BlockCounts {
  connected: number;
  disconnected: number;
  confirmed: number;
  settled: number;
  unconfirmed: number;
  failed: number;
}

/**
 * Brings our tip to the node's, block by block: first back to the newest block that both know, then forward.
 * `counts` and `onTip` tell of each step once it is committed.
 * @throws FollowerError `REORG_TOO_DEEP` with nothing undone
 */
export async function followBlocks(
  deps: FollowerDeps,
  nodeHeight: number,
  counts: BlockCounts,
  onTip: (tip: KnownBlock) => void,
): Promise<BlocksOutcome> {
  const { rpc, database } = deps;
  for (let surprises = 0; ; ) {
    const tip = (await findTip(database.client)) ?? (await begin(deps, nodeHeight));
    if (!tip) return 'busy';
    onTip(tip);
    const position = await locateTip(rpc, tip);
    if (position.kind === 'on_chain') {
      if (position.next === undefined) return 'caught_up';
      const block = await fetchBlock(rpc, position.next, tip.height + 1);
      if (block.prevHash !== tip.hash) {
        // The node moved to another branch between the two calls: look again, but not for ever.
        if (++surprises > MAX_SURPRISES)
          throw new NodeUnavailableError('its blocks do not follow each other');
        continue;
      }
      const effects = await connectBlock(deps, tip, block);
      if (!effects) return 'busy';
      countConnected(deps.metrics, effects);
      counts.connected++;
      counts.confirmed += effects.confirmed.length;
      counts.settled += effects.settled.length;
      counts.failed += effects.failed.length;
    } else {
      if (position.kind === 'unknown' && nodeHeight <= tip.height) return 'node_behind';
      if (!(await goBack(deps, counts))) return 'busy';
    }
  }
}

/** Takes blocks off down to the common ancestor. False when another process is at it. */
async function goBack(deps: FollowerDeps, counts: BlockCounts): Promise<boolean> {
  const known = await findNewestBlocks(deps.database.client, deps.keepBlocks ?? DEFAULT_KEEP_BLOCKS);
  const ancestor = await findCommonAncestor(deps.rpc, known);
  if (!ancestor) throw reorgTooDeep(known.length);
  for (const block of known) {
    if (block.height <= ancestor.height) break;
    const unconfirmed = await disconnectBlock(deps, block);
    if (!unconfirmed) return false;
    deps.metrics?.chainBlocks.inc({ change: 'disconnected' });
    deps.metrics?.chainTransactions.inc({ change: 'unconfirmed' }, unconfirmed.length);
    counts.disconnected++;
    counts.unconfirmed += unconfirmed.length;
  }
  return true;
}
