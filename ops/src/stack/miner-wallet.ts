import { type RpcCall, type RpcEndpoint, RpcFailure, rpcCaller } from './rpc.ts';

/** The wallet that regtest blocks are mined to and that funds demo and test wallets. */
export const MINER_WALLET = 'miner';

/** Blocks until the first coinbase may be spent (coinbase maturity is 100). */
const MATURE_HEIGHT = 101;

const WALLET_ALREADY_LOADED = -35;
const WALLET_ALREADY_EXISTS = -4;

/** A caller whose wallet methods work on the miner's wallet. */
export function minerCaller(endpoint: RpcEndpoint): RpcCall {
  return rpcCaller({ ...endpoint, url: `${endpoint.url.replace(/\/$/, '')}/wallet/${MINER_WALLET}` });
}

/**
 * Makes sure that the miner's wallet is loaded and has coins to spend: a young chain is mined to height 101.
 * @returns the address that blocks are mined to.
 */
export async function prepareMiner(endpoint: RpcEndpoint): Promise<string> {
  const node = rpcCaller(endpoint);
  const wallets = await node<string[]>('listwallets');
  if (!wallets.includes(MINER_WALLET)) await loadOrCreate(node);
  const miner = minerCaller(endpoint);
  const address = await miner<string>('getnewaddress');
  const missing = MATURE_HEIGHT - (await node<number>('getblockcount'));
  if (missing > 0) await node('generatetoaddress', [missing, address]);
  return address;
}

async function loadOrCreate(node: RpcCall): Promise<void> {
  try {
    await node('createwallet', [MINER_WALLET]);
  } catch (error) {
    if (!(error instanceof RpcFailure) || error.code !== WALLET_ALREADY_EXISTS) throw error;
    await node('loadwallet', [MINER_WALLET]).catch((loading: unknown) => {
      if (!(loading instanceof RpcFailure) || loading.code !== WALLET_ALREADY_LOADED) throw loading;
    });
  }
}
