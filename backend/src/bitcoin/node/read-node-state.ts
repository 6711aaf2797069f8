import { type BitcoinNetwork, NETWORKS } from '../network.ts';
import { type BitcoinRpc, RpcError } from '../rpc/index.ts';
import { checkNode } from './check-node.ts';

/** How a node stands now. */
export interface NodeProgress {
  /** Whether it is on the chain that we are configured for. */
  readonly rightChain: boolean;
  readonly height: number;
  readonly hash: string;
  /** Height of the best header that it knows of. */
  readonly headers: number;
  readonly initialDownload: boolean;
  /** Time of its newest block, where it says so. */
  readonly tipTime: Date | undefined;
  /** The first block that it has, if it forgets old ones. */
  readonly pruneHeight: number | undefined;
}

/** What a node does by its configuration. */
export interface NodePolicy {
  readonly relaysSpells: boolean | undefined;
  /** What it publishes, such as `pubhashblock`; undefined where it does not say. */
  readonly notices: readonly string[] | undefined;
}

export interface NodeState extends NodeProgress, NodePolicy {}

interface ChainInfo {
  readonly chain: string;
  readonly blocks: number;
  readonly bestblockhash?: string;
  readonly headers?: number;
  readonly initialblockdownload?: boolean;
  /** Seconds since 1970. */
  readonly time?: number;
  readonly pruned?: boolean;
  readonly pruneheight?: number;
}

/** @throws NodeUnavailableError */
export async function readNodeProgress(
  rpc: BitcoinRpc,
  network: BitcoinNetwork,
  timeoutMs: number,
): Promise<NodeProgress> {
  const info = await rpc.call<ChainInfo>('getblockchaininfo', [], { timeoutMs });
  return {
    rightChain: info.chain === NETWORKS[network].chain,
    height: info.blocks,
    hash: info.bestblockhash ?? '',
    headers: info.headers ?? info.blocks,
    initialDownload: info.initialblockdownload ?? false,
    tipTime: info.time === undefined ? undefined : new Date(info.time * 1_000),
    pruneHeight: info.pruned ? (info.pruneheight ?? 0) : undefined,
  };
}

/** Dearer than how it stands, and hardly ever changes. @throws NodeUnavailableError */
export async function readNodePolicy(rpc: BitcoinRpc, network: BitcoinNetwork): Promise<NodePolicy> {
  const { relaysSpells } = await checkNode(rpc, network);
  return { relaysSpells, notices: await readNotices(rpc) };
}

async function readNotices(rpc: BitcoinRpc): Promise<readonly string[] | undefined> {
  try {
    const notices = await rpc.call<{ readonly type: string }[] | null>('getzmqnotifications');
    return notices?.map(({ type }) => type);
  } catch (error) {
    // A node that was built without ZeroMQ does not know the question.
    if (error instanceof RpcError) return undefined;
    throw error;
  }
}
