import type { NodeState } from '../../bitcoin/index.ts';
import type { Config } from '../../platform/config/index.ts';
import { secondsBetween } from '../figures/publish-figures.ts';
import { type Check, degraded, failing, ok, span } from './check.ts';

/** Blocks that the node knows of and does not have. */
const BEHIND_BLOCKS = 2;
const LAG_BLOCKS = { degraded: 3, failing: 36 };
/** About once in 160,000 blocks nobody finds one for so long. */
const TIP_SECONDS = 2 * 3_600;

/** What is known of the node and of what is followed; `node` is undefined when it does not answer. */
export interface ChainState {
  readonly node: NodeState | undefined;
  /** The newest block that is followed; undefined when the database does not say. */
  readonly tip: { readonly height: number; readonly time: Date } | null | undefined;
}

type ChainConfig = Pick<Config, 'BITCOIN_NETWORK' | 'ZMQ_BLOCK_URL' | 'ZMQ_TX_URL'>;

/** Whether the node answers, is on the right chain and up to date, keeps what we need, and would relay what we send. */
export function checkChain({ node, tip }: ChainState, config: ChainConfig, now: Date): Check[] {
  if (!node) {
    return [
      failing(
        'chain.node',
        'The Bitcoin node does not answer: payments are not seen, and nothing is sent.',
        'See that bitcoind runs and that RPC_URL, RPC_USER and RPC_PASSWORD or RPC_COOKIE_FILE are right; the log says what it answered.',
      ),
    ];
  }
  if (!node.rightChain) {
    return [
      failing(
        'chain.node',
        `The Bitcoin node is on another chain than ${config.BITCOIN_NETWORK}.`,
        'Correct RPC_URL or BITCOIN_NETWORK.',
      ),
    ];
  }
  return [
    ok('chain.node', `The Bitcoin node answers, at block ${node.height}.`),
    checkSync(node),
    checkTip(node, config, now),
    checkFollower(node, tip),
    checkPruning(node, tip),
    checkRelay(node),
    checkNotices(node, config),
  ];
}

function checkSync({ height, headers, initialDownload }: NodeState): Check {
  const behind = Math.max(0, headers - height);
  if (!initialDownload && behind <= BEHIND_BLOCKS) return ok('chain.sync', 'The node has all blocks.');
  return degraded(
    'chain.sync',
    `The node is ${behind} blocks behind the headers that it knows of.`,
    'Wait until it has caught up; if it does not, see its log, its disk and its connections.',
  );
}

function checkTip({ tipTime }: NodeState, { BITCOIN_NETWORK }: ChainConfig, now: Date): Check {
  const name = 'chain.tip';
  if (tipTime === undefined) return ok(name, 'The node does not say how old its newest block is.');
  const seconds = secondsBetween(tipTime, now);
  const what = `The newest block is ${span(seconds)} old.`;
  // On a network of one's own blocks come when they are wanted.
  if (BITCOIN_NETWORK === 'regtest' || seconds <= TIP_SECONDS) return ok(name, what);
  return degraded(name, what, 'See whether the node has connections (getnetworkinfo): it may be cut off.');
}

function checkFollower({ height }: NodeState, tip: ChainState['tip']): Check {
  const name = 'chain.follower';
  if (tip === undefined)
    return degraded(name, 'How far the chain is followed is not known.', 'See database.answers.');
  const remedy = 'See that a worker runs, and its log for what keeps it from following the chain.';
  if (tip === null) return degraded(name, 'No block has been followed yet.', remedy);
  const lag = Math.max(0, height - tip.height);
  if (lag < LAG_BLOCKS.degraded) return ok(name, `Followed to block ${tip.height}, ${lag} behind the node.`);
  const what = `Followed to block ${tip.height}, ${lag} behind the node: payments are seen late.`;
  return lag >= LAG_BLOCKS.failing ? failing(name, what, remedy) : degraded(name, what, remedy);
}

function checkPruning({ pruneHeight }: NodeState, tip: ChainState['tip']): Check {
  const name = 'chain.pruning';
  if (pruneHeight === undefined) return ok(name, 'The node keeps all blocks.');
  if (tip && pruneHeight > tip.height + 1) {
    return failing(
      name,
      `The node has forgotten the blocks before ${pruneHeight}, of which those from ${tip.height + 1} are needed.`,
      'Use a node that still has them, or reindex this one with more room (prune=).',
    );
  }
  return ok(name, `The node keeps the blocks from ${pruneHeight}, which is enough.`);
}

function checkRelay({ relaysSpells }: NodeState): Check {
  const name = 'chain.relay';
  if (relaysSpells === undefined)
    return ok(name, 'The node does not say whether it would relay our transactions.');
  if (relaysSpells) return ok(name, 'The node would relay our transactions.');
  return degraded(
    name,
    'The node refuses to relay spells: plans and subscriptions cannot be minted through it.',
    'Use Bitcoin Core 30 or newer, or raise its datacarriersize.',
  );
}

function checkNotices({ notices }: NodeState, config: ChainConfig): Check {
  const name = 'chain.notices';
  const wanted = [
    ...(config.ZMQ_BLOCK_URL === undefined ? [] : ['pubhashblock']),
    ...(config.ZMQ_TX_URL === undefined ? [] : ['pubrawtx']),
  ];
  if (wanted.length === 0) return ok(name, 'The node is asked by schedule.');
  const missing = notices === undefined ? [] : wanted.filter((each) => !notices.includes(each));
  if (missing.length === 0) return ok(name, 'The node tells of blocks and transactions by itself.');
  return degraded(
    name,
    `The node does not publish ${missing.join(' and ')}: it is asked by schedule, minutes later.`,
    `Set zmq${missing.join('= and zmq')}= in bitcoin.conf, or unset ZMQ_BLOCK_URL and ZMQ_TX_URL.`,
  );
}
