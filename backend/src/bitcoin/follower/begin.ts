import { type BitcoinRpc } from '../rpc/index.ts';
import { findTip, insertBlock, type KnownBlock, lockTip } from './chain-block.repository.ts';
import type { FollowerDeps } from './follower-deps.ts';

interface Header {
  readonly hash: string;
  readonly height: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** The first block has none. */
  readonly previousblockhash?: string;
}

/** Where the very first run starts: the block before the first that is read, which counts as known. */
export async function begin(deps: FollowerDeps, nodeHeight: number): Promise<KnownBlock | undefined> {
  const { startHeight = nodeHeight + 1 } = deps;
  const base = await header(deps.rpc, Math.max(0, Math.min(startHeight - 1, nodeHeight)));
  return deps.database.transaction(async (tx) => {
    if (!(await lockTip(tx))) return undefined;
    const known = await findTip(tx);
    if (known) return known;
    const { height, hash, time, previousblockhash: prevHash = '' } = base;
    await insertBlock(tx, { height, hash, prevHash, time: new Date(time * 1_000) }, 0, deps.clock.now());
    return { height, hash };
  });
}

async function header(rpc: BitcoinRpc, height: number): Promise<Header> {
  return rpc.call<Header>('getblockheader', [await rpc.call<string>('getblockhash', [height])]);
}
