import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptsSpells, type RelayServer, startRelay } from '../relay/index.ts';
import { provisionBitcoind } from '../stack/bitcoind/provision.ts';
import { startBitcoind } from '../stack/bitcoind/start-bitcoind.ts';
import { createFaucet, type Faucet } from '../stack/faucet.ts';
import { minerCaller, prepareMiner } from '../stack/miner-wallet.ts';
import type { RpcCall, RpcEndpoint } from '../stack/rpc.ts';

/** A throw-away regtest chain of its own. `url`, `user` and `password` are what RPC_URL and so on take. */
export interface Regtest extends RpcEndpoint, Faucet {
  /** The node itself, where `url` is the relay in front of it. */
  readonly nodeUrl: string;
  /** Publishes `hashblock` and `hashtx`. */
  readonly zmqUrl: string | undefined;
  /** Calls the node as the product does, that is through the relay where there is one. */
  readonly rpc: RpcCall;
  /** Takes a block and all that follow it off the chain. */
  readonly invalidate: (blockHash: string) => Promise<void>;
  readonly height: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export interface RegtestOptions {
  /** The relay in front of the node: where the node refuses spells (default), always, or never. */
  readonly relay?: 'when needed' | 'always' | 'never';
  /** Where the relay keeps its side pool, for tests of that. */
  readonly relayFile?: string;
}

/** Starts a fresh chain at height 101 with coins in the miner's wallet. */
export async function startRegtest(options: RegtestOptions = {}): Promise<Regtest> {
  const node = await provisionBitcoind();
  const dataDir = await mkdtemp(join(tmpdir(), 'charmbills-regtest-'));
  const server = await startBitcoind({ node, dataDir, zmq: true });
  let relay: RelayServer | undefined;
  const stop = async () => {
    await relay?.stop();
    server.kill();
    await server.exited;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const minerAddress = await prepareMiner(server);
    const { relay: wanted = 'when needed', relayFile } = options;
    const needed = wanted === 'always' || (wanted !== 'never' && !(await acceptsSpells(minerCaller(server))));
    if (needed)
      relay = await startRelay({ node: server, ...(relayFile === undefined ? {} : { file: relayFile }) });
    const endpoint: RpcEndpoint = relay ?? server;
    const rpc = minerCaller(endpoint);
    return {
      url: endpoint.url,
      user: server.user,
      password: server.password,
      nodeUrl: server.url,
      zmqUrl: server.zmqUrl,
      rpc,
      ...createFaucet(rpc, minerAddress),
      invalidate: async (blockHash) => {
        await rpc('invalidateblock', [blockHash]);
      },
      height: () => rpc<number>('getblockcount'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
