import { type BitcoinRpc, RPC_CODE, RpcError } from '../rpc/index.ts';
import type { KnownBlock } from './chain-block.repository.ts';

interface Header {
  /** -1 when the block is not on the node's best chain. */
  readonly confirmations: number;
  readonly nextblockhash?: string;
}

/** Where a block that we know stands in the node's best chain. */
export type Position =
  | { readonly kind: 'on_chain'; readonly next: string | undefined }
  /** The node knows the block and has left it. */
  | { readonly kind: 'left_chain' }
  | { readonly kind: 'unknown' };

export async function locateTip(rpc: BitcoinRpc, tip: KnownBlock): Promise<Position> {
  try {
    return positionOf(await rpc.call<Header>('getblockheader', [tip.hash]));
  } catch (error) {
    if (isUnknown(error)) return { kind: 'unknown' };
    throw error;
  }
}

const CHUNK = 50;

/**
 * The newest of the blocks we know, given newest first, that is on the node's best chain. Nothing is taken off
 * before it is found, so that a node with another chain altogether undoes nothing.
 */
export async function findCommonAncestor(
  rpc: BitcoinRpc,
  known: readonly KnownBlock[],
): Promise<KnownBlock | undefined> {
  for (let start = 0; start < known.length; start += CHUNK) {
    const chunk = known.slice(start, start + CHUNK);
    const headers = await rpc.batch<Header>(
      chunk.map(({ hash }) => ({ method: 'getblockheader', params: [hash] })),
    );
    for (const [index, header] of headers.entries()) {
      if (header instanceof RpcError) {
        if (!isUnknown(header)) throw header;
      } else if (positionOf(header).kind === 'on_chain') return chunk[index];
    }
  }
  return undefined;
}

function positionOf({ confirmations, nextblockhash }: Header): Position {
  return confirmations < 0 ? { kind: 'left_chain' } : { kind: 'on_chain', next: nextblockhash };
}

function isUnknown(error: unknown): boolean {
  return error instanceof RpcError && error.rpcCode === RPC_CODE.notFound;
}
