import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Child, type ChildExit, startChild } from '../child.ts';
import { StackError } from '../errors.ts';
import { freePort } from '../ports.ts';
import { type RpcEndpoint, rpcCaller } from '../rpc.ts';
import { waitFor } from '../wait-for.ts';
import type { NodeCommand } from './node-command.ts';

export interface BitcoindOptions {
  /** From `provisionBitcoind`. */
  readonly node: NodeCommand;
  readonly dataDir: string;
  /** RPC port on the loopback interface (default: a free one). */
  readonly port?: number;
  /** Publishes block and transaction hashes, and transactions, over ZMQ, on the given port or a free one (default: not). */
  readonly zmq?: boolean | number;
  /** RPC user (default "charmbills"). */
  readonly user?: string;
  /** RPC password (default: a random one). */
  readonly password?: string;
  /** Further lines for bitcoin.conf. */
  readonly settings?: readonly string[];
  readonly logFile?: string;
}

export interface BitcoindServer extends RpcEndpoint {
  readonly port: number;
  readonly pid: number;
  /** ZMQ endpoint that publishes `hashblock`, `hashtx` and `rawtx`, where asked for. */
  readonly zmqUrl: string | undefined;
  readonly exited: Promise<ChildExit>;
  readonly lastLines: (count?: number) => readonly string[];
  /** Clean stop: everything is on disk. */
  readonly stop: () => Promise<ChildExit>;
  /** Kills it at once, for nodes whose data is thrown away. */
  readonly kill: () => void;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Starts a regtest node that talks to nobody but RPC clients on this machine, and waits until it answers.
 * @throws StackError BITCOIND_UNAVAILABLE with its last words when it does not come up.
 */
export async function startBitcoind(options: BitcoindOptions): Promise<BitcoindServer> {
  const dataDir = resolve(options.dataDir);
  const port = options.port ?? (await freePort());
  const user = options.user ?? 'charmbills';
  const password = options.password ?? randomBytes(16).toString('hex');
  const zmqPort = options.zmq === true ? await freePort() : options.zmq || undefined;
  const zmqUrl = zmqPort === undefined ? undefined : `tcp://127.0.0.1:${zmqPort}`;

  await mkdir(dataDir, { recursive: true });
  const configuration = [
    'regtest=1',
    'server=1',
    'txindex=1',
    'printtoconsole=1',
    'nodebuglogfile=1',
    'fallbackfee=0.00001',
    'dbcache=32',
    'addresstype=bech32',
    'changetype=bech32',
    // Bitcoin Core 30 relays this much data by default; older nodes do when told.
    'datacarriersize=100000',
    '[regtest]',
    'listen=0',
    'dnsseed=0',
    'rpcbind=127.0.0.1',
    'rpcallowip=127.0.0.1',
    `rpcport=${port}`,
    `rpcuser=${user}`,
    `rpcpassword=${password}`,
    'rpcthreads=8',
    'rpcworkqueue=1024',
    ...(zmqUrl === undefined
      ? []
      : [`zmqpubhashblock=${zmqUrl}`, `zmqpubhashtx=${zmqUrl}`, `zmqpubrawtx=${zmqUrl}`]),
    ...(options.settings ?? []),
  ];
  // A file, not arguments: a password among the arguments is there for every user of the machine to see.
  await writeFile(join(dataDir, 'bitcoin.conf'), `${configuration.join('\n')}\n`, { mode: 0o600 });

  const child = await startChild({
    name: 'bitcoind',
    command: options.node.command,
    args: [...options.node.args, `-datadir=${dataDir}`],
    stopTimeoutMs: 60_000,
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });
  const endpoint: RpcEndpoint = { url: `http://127.0.0.1:${port}`, user, password };
  await untilReady(child, endpoint, dataDir);
  return {
    ...endpoint,
    port,
    pid: child.pid,
    zmqUrl,
    exited: child.exited,
    lastLines: child.lastLines,
    stop: child.stop,
    kill: child.kill,
  };
}

async function untilReady(child: Child, endpoint: RpcEndpoint, dataDir: string): Promise<void> {
  const rpc = rpcCaller(endpoint, 5_000);
  const ended = new AbortController();
  void child.exited.then(() => ended.abort(new Error('it ended')));
  try {
    await waitFor(() => rpc('getblockchaininfo'), {
      what: 'an answer from bitcoind',
      timeoutMs: START_TIMEOUT_MS,
      signal: ended.signal,
    });
  } catch (cause) {
    child.kill();
    await child.exited;
    throw new StackError(
      'BITCOIND_UNAVAILABLE',
      `bitcoind did not start in ${dataDir}: ${child.lastLines(5).join(' ')}`,
      'See its log, or set RPC_URL, RPC_USER and RPC_PASSWORD to a regtest node that runs already.',
      cause,
    );
  }
}
