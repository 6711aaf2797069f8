import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { BitcoinRpc } from '../rpc/index.ts';
import type { ConnectedBlock } from './block.ts';
import { readBlock } from './read-block.ts';

/**
 * One block, in one call.
 * @throws NodeUnavailableError, also when the answer is not this block; RpcError when the node has no such block
 */
export async function fetchBlock(rpc: BitcoinRpc, hash: string, height: number): Promise<ConnectedBlock> {
  const raw = Buffer.from(await rpc.call<string>('getblock', [hash, 0]), 'hex');
  let block: ConnectedBlock;
  try {
    block = readBlock(raw, height);
  } catch (cause) {
    throw new NodeUnavailableError('it answered no block', { cause });
  }
  if (block.hash !== hash) throw new NodeUnavailableError('it answered another block');
  return block;
}
