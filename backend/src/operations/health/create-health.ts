import { type NodeState, readNodePolicy, readNodeProgress } from '../../bitcoin/index.ts';
import { type Check, failing, type HealthReport, reportOf } from './check.ts';
import { checkBusiness } from './check-business.ts';
import { checkChain } from './check-chain.ts';
import { checkDatabase } from './check-database.ts';
import { checkJobs } from './check-jobs.ts';
import { checkProver } from './check-prover.ts';
import type { HealthSources } from './health-sources.ts';
import { kept, within } from './kept.ts';
import { createOnsets, type SeenCheck } from './onsets.ts';

/** Answers are shared by all who ask within a second or a few: polling costs nothing more. None rejects. */
export interface Health {
  database(): Promise<HealthReport>;
  jobs(): Promise<HealthReport>;
  chain(): Promise<HealthReport>;
  prover(): Promise<HealthReport>;
  /** All of them, and how business stands, with since when what is not well is so. For operators. */
  all(): Promise<HealthReport & { readonly checks: readonly SeenCheck[] }>;
  /** The node as it was found last; undefined when it does not answer. */
  node(): Promise<NodeState | undefined>;
}

export interface HealthTimes {
  readonly databaseMs: number;
  readonly chainMs: number;
  readonly proverMs: number;
  /** For what hardly changes: whether the node would relay, and what it publishes. */
  readonly policyMs: number;
  readonly rpcTimeoutMs: number;
}

const TIMES: HealthTimes = {
  databaseMs: 1_000,
  chainMs: 5_000,
  proverMs: 5_000,
  policyMs: 300_000,
  rpcTimeoutMs: 3_000,
};

export function createHealth(sources: HealthSources, changes: Partial<HealthTimes> = {}): Health {
  const times = { ...TIMES, ...changes };
  const { clock, config, figures, logger, rpc, prover } = sources;
  const now = () => clock.now();
  const network = config.BITCOIN_NETWORK;
  const seen = createOnsets();
  const readFigures = () => figures.read().catch(() => undefined);

  const database = kept(() => checkDatabase(sources), times.databaseMs);
  const policy = kept(() => readNodePolicy(rpc, network), times.policyMs);
  const node = kept(async () => {
    try {
      const progress = readNodeProgress(rpc, network, times.rpcTimeoutMs);
      const [chain, rest] = await within(times.rpcTimeoutMs, Promise.all([progress, policy()]));
      return { ...chain, ...rest };
    } catch (error) {
      logger.warn({ err: error }, 'health: the Bitcoin node does not answer');
      return undefined;
    }
  }, times.chainMs);
  const isProverReady = kept(() => prover.ready(), times.proverMs);

  const jobs = async () => {
    const found = await readFigures();
    return found ? checkJobs(found, now()) : [unknown('jobs.queues')];
  };
  const chain = async () => {
    const [state, found] = await Promise.all([node(), readFigures()]);
    return checkChain({ node: state, tip: found?.tip }, config, now());
  };
  const proving = async () => {
    const [isReady, found] = await Promise.all([isProverReady(), readFigures()]);
    return checkProver(isReady, found, config, now());
  };
  const business = async () => {
    const found = await readFigures();
    return found ? checkBusiness(found, now()) : [unknown('ledger.sound')];
  };
  return {
    node,
    database: async () => reportOf(await database()),
    jobs: async () => reportOf(await jobs()),
    chain: async () => reportOf(await chain()),
    prover: async () => reportOf(await proving()),
    async all() {
      const parts = await Promise.all([database(), jobs(), chain(), proving(), business()]);
      const checks = seen(parts.flat(), now());
      return { ...reportOf(checks), checks };
    },
  };
}

function unknown(name: string): Check {
  return failing(name, 'The database does not answer: nothing is known.', 'See database.answers.');
}
