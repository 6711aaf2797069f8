import { checkMempool } from '../mempool/check-mempool.ts';
import { NETWORKS } from '../network.ts';
import { withSignal } from '../rpc/index.ts';
import { type BlockCounts, type BlocksOutcome, followBlocks } from './follow-blocks.ts';
import { wrongChain } from './follower.errors.ts';
import type { FollowerDeps } from './follower-deps.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** What one pass did. */
export interface FollowReport extends Readonly<BlockCounts> {
  readonly outcome: BlocksOutcome;
  /** Pending transactions that were looked for in the mempool. */
  readonly checked: number;
}

/** For health: where this process is, and what keeps it from going on. */
export interface FollowerStatus {
  readonly tipHeight: number | undefined;
  readonly nodeHeight: number | undefined;
  readonly outcome: BlocksOutcome | undefined;
  readonly lastRunAt: Date | undefined;
  /** Of the last pass; undefined when it went well. */
  readonly lastError: string | undefined;
}

export interface ChainFollower {
  /**
   * One pass: all new blocks, then the mempool checks that are due. Passes never overlap; whoever asks during
   * one gets the next, which sees everything that was there when they asked.
   * @throws NodeUnavailableError, FollowerError, or what an observer throws; a later pass starts where it stopped
   */
  run(): Promise<FollowReport>;
  status(): FollowerStatus;
  /** Ends the pass that is under way after its present step, and lets no further one do anything. */
  stop(): Promise<void>;
}

/** The confirmation monitor. It follows blocks, so what a pass costs depends on new blocks alone. */
export function followChain(options: FollowerDeps): ChainFollower {
  const stopping = new AbortController();
  const deps = { ...options, rpc: withSignal(options.rpc, stopping.signal) };
  const status: { -readonly [Key in keyof FollowerStatus]: FollowerStatus[Key] } = {
    tipHeight: undefined,
    nodeHeight: undefined,
    outcome: undefined,
    lastRunAt: undefined,
    lastError: undefined,
  };

  async function pass(): Promise<FollowReport> {
    status.lastRunAt = deps.clock.now();
    const counts = {
      connected: 0,
      disconnected: 0,
      confirmed: 0,
      settled: 0,
      unconfirmed: 0,
      failed: 0,
      checked: 0,
    };
    if (stopping.signal.aborted) return { outcome: 'stopped', ...counts };
    try {
      status.nodeHeight = await nodeHeight(deps);
      const outcome = await followBlocks(deps, status.nodeHeight, counts, ({ height }) => {
        status.tipHeight = height;
        status.nodeHeight = Math.max(height, status.nodeHeight ?? height);
      });
      status.outcome = outcome;
      // Only a tip that is the node's says which transactions ought to be in the mempool.
      if (outcome === 'caught_up') await checkMempool(deps, counts);
      status.lastError = undefined;
      return { outcome, ...counts };
    } catch (error) {
      if (stopping.signal.aborted) return { outcome: 'stopped', ...counts };
      status.lastError = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  const run = oneAtATime(pass);
  return {
    run,
    status: () => ({ ...status }),
    async stop() {
      stopping.abort(new Error('the follower is stopping'));
      await run();
    },
  };
}

/** Height of the node's best chain, after making sure that it is a chain of ours. */
async function nodeHeight({ rpc, network }: FollowerDeps): Promise<number> {
  const { chain, blocks } = await rpc.call<{ chain: string; blocks: number }>('getblockchaininfo');
  const expected = NETWORKS[network].chain;
  if (chain !== expected) throw wrongChain(expected, chain);
  return blocks;
}
