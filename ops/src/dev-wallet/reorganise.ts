import type { RpcCall } from '../stack/rpc.ts';

/**
 * Takes the last blocks off the chain and puts one more without transactions in their place: what was in them waits for a
 * block again. Returns the hashes of the new blocks.
 */
export async function reorganise(rpc: RpcCall, blocks: number): Promise<string[]> {
  const height = await rpc<number>('getblockcount');
  const first = await rpc<string>('getblockhash', [height - blocks + 1]);
  await rpc('invalidateblock', [first]);
  const hashes: string[] = [];
  for (let mined = 0; mined <= blocks; mined++) {
    // A new address each time: an empty block like one that was taken away would be that very block.
    const address = await rpc<string>('getnewaddress');
    hashes.push((await rpc<{ hash: string }>('generateblock', [address, []])).hash);
  }
  return hashes;
}
