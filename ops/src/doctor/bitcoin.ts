import { type BitcoinRpc, checkNode, createBitcoinRpc } from '../../../backend/src/bitcoin/index.ts';
import type { Config } from '../../../backend/src/platform/config/index.ts';
import { reasonOf } from '../stack/errors.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const TIMEOUT_MS = 10_000;
/** Blocks that a node may be behind the headers it knows. */
const BEHIND = 3;

/** Asks the node what it is, how far it is, and whether it would relay what the product sends. */
export async function judgeNode(config: Config): Promise<Finding[]> {
  const rpc = createBitcoinRpc({
    url: config.RPC_URL,
    user: config.RPC_USER,
    password: config.RPC_PASSWORD,
    timeoutMs: TIMEOUT_MS,
    ...(config.RPC_COOKIE_FILE === undefined ? {} : { cookieFile: config.RPC_COOKIE_FILE }),
  });
  try {
    return [
      ...(await judgeChain(rpc, config)),
      ...(await judgeState(rpc, config)),
      ...(await judgeIndex(rpc)),
    ];
  } catch (error) {
    return [
      problem(
        'Bitcoin node',
        `cannot be asked: ${reasonOf(error)}.`,
        'Is it running? Check RPC_URL, RPC_USER, RPC_PASSWORD, RPC_COOKIE_FILE and its rpcallowip.',
      ),
    ];
  }
}

async function judgeChain(rpc: BitcoinRpc, { BITCOIN_NETWORK: network }: Config): Promise<Finding[]> {
  const report = await checkNode(rpc, network);
  if (!report.rightChain) {
    return [
      problem(
        'Bitcoin node',
        `is on chain ${report.chain}, and BITCOIN_NETWORK is ${network}.`,
        'Correct RPC_URL or BITCOIN_NETWORK: the product does not start.',
      ),
    ];
  }
  const chain = ok('Bitcoin node', `is on ${network}, height ${report.height}.`);
  if (report.relaysSpells === true) return [chain, ok('spells', 'are relayed by the node.')];
  const says = `The node ${report.relaysSpells === false ? 'refuses to relay spells' : 'does not say whether it relays spells'}: ${report.relayRefusal}.`;
  const remedy = 'Use Bitcoin Core 30 or newer, or raise its datacarriersize.';
  return [
    chain,
    report.relaysSpells === false ? problem('spells', says, remedy) : warning('spells', says, remedy),
  ];
}

interface ChainInfo {
  readonly blocks: number;
  readonly headers: number;
  readonly initialblockdownload: boolean;
  readonly pruned: boolean;
  readonly pruneheight?: number;
}

async function judgeState(rpc: BitcoinRpc, config: Config): Promise<Finding[]> {
  const info = await rpc.call<ChainInfo>('getblockchaininfo');
  const findings: Finding[] = [];
  const behind = info.headers - info.blocks;
  if (config.BITCOIN_NETWORK !== 'regtest' && (info.initialblockdownload || behind > BEHIND)) {
    findings.push(
      problem(
        'Bitcoin node',
        `is still syncing: ${behind} blocks are missing.`,
        'Wait: payments are seen when it is done.',
      ),
    );
  }
  if (info.pruned) {
    findings.push(
      warning(
        'Bitcoin node',
        `is pruned, to height ${info.pruneheight ?? 0}: after a longer stop it cannot show what was missed.`,
        'Set prune=0, or keep at least a week of blocks.',
      ),
    );
  }
  const { connections } = await rpc.call<{ connections: number }>('getnetworkinfo');
  if (config.BITCOIN_NETWORK !== 'regtest' && connections === 0) {
    findings.push(problem('Bitcoin node', 'has no peers.', 'Check its network and firewall.'));
  }
  return findings;
}

async function judgeIndex(rpc: BitcoinRpc): Promise<Finding[]> {
  const indexes = await rpc.call<Record<string, { synced: boolean }>>('getindexinfo');
  const { txindex } = indexes;
  if (txindex === undefined) {
    return [
      warning(
        'txindex',
        'is off: transactions that are neither ours nor in the mempool cannot be read.',
        'Set txindex=1 on the node.',
      ),
    ];
  }
  return [
    txindex.synced
      ? ok('txindex', 'is complete.')
      : warning('txindex', 'is still built.', 'Wait until it is done.'),
  ];
}
