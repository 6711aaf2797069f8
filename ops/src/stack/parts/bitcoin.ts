import { join } from 'node:path';
import { acceptsSpells, startRelay } from '../../relay/index.ts';
import { provisionBitcoind } from '../bitcoind/provision.ts';
import { startBitcoind } from '../bitcoind/start-bitcoind.ts';
import { reasonOf, StackError } from '../errors.ts';
import { createFaucet, type Faucet } from '../faucet.ts';
import { startMiner } from '../miner.ts';
import { minerCaller, prepareMiner } from '../miner-wallet.ts';
import { requireFreePort } from '../ports.ts';
import { type RpcEndpoint, rpcCaller } from '../rpc.ts';
import { variable } from '../settings.ts';
import type { StackContext } from './context.ts';

export interface BitcoinNode extends RpcEndpoint {
  /** The node itself, where `url` is the relay in front of it. */
  readonly nodeUrl: string;
  /** Publishes block hashes; undefined for a node that somebody else runs. */
  readonly zmqUrl: string | undefined;
  /** `main`, `testnet4`, `regtest` and so on, as the node names it. */
  readonly chain: string;
  /** Blocks and coins, on regtest. */
  readonly faucet: Faucet | undefined;
}

type BareNode = Omit<BitcoinNode, 'nodeUrl' | 'faucet'>;

/** The Bitcoin node of the stack: RPC_URL where given, else one of its own; on regtest with relay and miner. */
export async function bringUpBitcoin(context: StackContext): Promise<BitcoinNode> {
  const { env, progress, supervisor, blockIntervalSeconds } = context;
  const given = variable(env, 'RPC_URL');
  const node = await progress.step(
    'Bitcoin',
    (note) => (given === undefined ? startNode(context, note) : checkNode(given, env)),
    ({ url, chain }) => `${url}, ${chain}`,
  );
  if (node.chain !== 'regtest') return { ...node, nodeUrl: node.url, faucet: undefined };

  const address = await prepareMiner(node);
  const url = await bringUpRelay(context, node);
  const rpc = minerCaller({ ...node, url });
  if (blockIntervalSeconds > 0) {
    const log = (text: string) => progress.note('Miner', text);
    const miner = startMiner({ rpc, address, intervalSeconds: blockIntervalSeconds, log });
    supervisor.add({ name: 'Miner', stop: miner.stop });
    progress.note('Miner', `a block every ${blockIntervalSeconds} s while something waits to be confirmed`);
  }
  return { ...node, url, nodeUrl: node.url, faucet: createFaucet(rpc, address) };
}

async function startNode(context: StackContext, note: (text: string) => void): Promise<BareNode> {
  const { dataDir, env, ports, secrets, supervisor } = context;
  const command = await provisionBitcoind({ env, log: note });
  note(command.origin);
  const server = await startBitcoind({
    node: command,
    dataDir: join(dataDir, 'bitcoin'),
    port: ports.bitcoind,
    password: secrets.rpcPassword,
    zmq: true,
    logFile: join(dataDir, 'logs/bitcoind.log'),
  });
  supervisor.add({ name: 'Bitcoin', stop: server.stop, process: server });
  const { url, user, password, zmqUrl } = server;
  return { url, user, password, zmqUrl, chain: 'regtest' };
}

/** @throws StackError SERVICE_UNREACHABLE when the node does not answer. */
async function checkNode(url: string, env: NodeJS.ProcessEnv): Promise<BareNode> {
  const endpoint: RpcEndpoint = {
    url,
    user: variable(env, 'RPC_USER') ?? '',
    password: variable(env, 'RPC_PASSWORD') ?? '',
  };
  try {
    const { chain } = await rpcCaller(endpoint, 10_000)<{ chain: string }>('getblockchaininfo');
    return { ...endpoint, chain, zmqUrl: variable(env, 'ZMQ_BLOCK_URL') };
  } catch (error) {
    throw new StackError(
      'SERVICE_UNREACHABLE',
      `The Bitcoin node at RPC_URL (${url}) cannot be used: ${reasonOf(error)}.`,
      'Correct RPC_URL, RPC_USER and RPC_PASSWORD, or leave them out to have a regtest node started for you.',
      error,
    );
  }
}

/** Puts the relay in front of a regtest node that refuses spells. Returns the URL to use from here on. */
async function bringUpRelay(context: StackContext, node: RpcEndpoint): Promise<string> {
  const { dataDir, ports, progress, supervisor } = context;
  if (await acceptsSpells(minerCaller(node))) return node.url;
  return progress.step(
    'Relay',
    async (note) => {
      note('the node refuses outputs of the size of a spell');
      const port = await requireFreePort('the regtest relay', ports.relay, 'RELAY_PORT');
      const relay = await startRelay({ node, port, file: join(dataDir, 'relay-side-pool.json') });
      supervisor.add({ name: 'Relay', stop: relay.stop });
      return relay.url;
    },
    (url) => url,
  );
}
