import { NodeUnavailableError } from '../bitcoin.errors.ts';
import { type BitcoinRpc, RpcError } from '../rpc/index.ts';
import { findTip, insertBlock, type KnownBlock, lockTip } from './chain-block.repository.ts';
import { DEFAULT_KEEP_BLOCKS, type FollowerDeps } from './follower-deps.ts';

interface Header {
  readonly hash: string;
  readonly height: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** The first block has none. */
  readonly previousblockhash?: string;
}

/**
 * Blocks that count as known at the start, so that a reorganisation right after it has somewhere to go back to:
 * as many as a coinbase has to mature, which no reorganisation has come near.
 */
const KNOWN_AT_START = 100;

/** Where the very first run starts: the block before the first that is read, which counts as known. */
export async function begin(deps: FollowerDeps, nodeHeight: number): Promise<KnownBlock | undefined> {
  const { startHeight = nodeHeight + 1, keepBlocks = DEFAULT_KEEP_BLOCKS } = deps;
  const top = Math.max(0, Math.min(startHeight - 1, nodeHeight));
  const known = await headers(deps.rpc, Math.max(0, top - Math.min(KNOWN_AT_START, keepBlocks) + 1), top);
  return deps.database.transaction(async (tx) => {
    if (!(await lockTip(tx))) return undefined;
    const now = deps.clock.now();
    if (!(await findTip(tx))) {
      for (const { height, hash, time, previousblockhash: prevHash = '' } of known)
        await insertBlock(tx, { height, hash, prevHash, time: new Date(time * 1_000) }, 0, now);
    }
    return findTip(tx);
  });
}

/** The headers of the best chain between two heights, lowest first. @throws NodeUnavailableError, RpcError */
async function headers(rpc: BitcoinRpc, from: number, to: number): Promise<Header[]> {
  const heights = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const hashes = await all<string>(rpc, 'getblockhash', heights);
  const found = await all<Header>(rpc, 'getblockheader', hashes);
  const linked = found.every(
    ({ previousblockhash }, index) => index === 0 || previousblockhash === found[index - 1]?.hash,
  );
  // The node moved to another branch between two calls: the next run finds it at rest.
  if (!linked) throw new NodeUnavailableError('its blocks do not follow each other');
  return found;
}

async function all<T>(rpc: BitcoinRpc, method: string, params: readonly unknown[]): Promise<T[]> {
  const answers = await rpc.batch<T>(params.map((param) => ({ method, params: [param] })));
  return answers.map((answer) => {
    if (answer instanceof RpcError) throw answer;
    return answer;
  });
}
