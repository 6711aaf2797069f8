import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrateDatabase } from '../../../backend/src/platform/database/migrate.ts';
import type { DemoData } from './demo-data.ts';
import { StackError } from './errors.ts';
import type { Faucet } from './faucet.ts';
import { isLock, type Lock, tryLock } from './lock.ts';
import { backendEnvironment, bringUpBackend } from './parts/backend.ts';
import { bringUpBitcoin } from './parts/bitcoin.ts';
import type { StackContext } from './parts/context.ts';
import { bringUpDatabase } from './parts/database.ts';
import { bringUpDevWallet } from './parts/dev-wallet.ts';
import { bringUpFrontend } from './parts/frontend.ts';
import { bringUpProver } from './parts/prover.ts';
import { bringUpSimulators, simulatedVariables } from './parts/simulators.ts';
import { requireFreePort } from './ports.ts';
import { createProgress } from './progress.ts';
import { loadSecrets } from './secrets.ts';
import { blockIntervalOf, choosePorts, PORTS, type Ports, variable } from './settings.ts';
import type { StackParts } from './stack-parts.ts';
import { createSupervisor, stopLeftOvers } from './supervisor.ts';

export interface StackOptions {
  /** Everything that the stack keeps lives under it. */
  readonly dataDir: string;
  /** The ports of the environment and their defaults, or free ones for a throw-away stack (default "default"). */
  readonly ports?: 'default' | 'free';
  /** Configuration (default: that of this process); the parts inherit it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Gets a line for everything that happens (default: nobody). */
  readonly log?: (line: string) => void;
  /** False leaves the backend out, for those who run their own (default true). */
  readonly backend?: boolean;
  /** Builds and serves the pages for people (default: no). */
  readonly frontend?: boolean;
  /** Simulators of outside services that are not configured, on regtest (default: with the backend). */
  readonly simulators?: boolean;
  /** Seconds between two blocks; 0 leaves mining to you (default: BLOCK_INTERVAL_SECONDS, else 20). */
  readonly blockIntervalSeconds?: number;
  /** Fills the running product, on regtest. */
  readonly demoData?: DemoData;
  /** Gives up the start and stops what was started. */
  readonly signal?: AbortSignal;
}

export interface Stack extends StackParts {
  /** Resolves when a part ends although nobody asked it to: stop the stack then. */
  readonly failed: Promise<StackError>;
  /** Stops everything, the last part first. */
  readonly stop: () => Promise<void>;
}

/**
 * Brings up the whole product: database, Bitcoin node, relay, prover, simulators, migrations, backend, frontend, demo data.
 * @throws StackError; whatever had been started is stopped by then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env = process.env, log = () => undefined } = options;
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const lock = lockDataDir(dataDir);
  const progress = createProgress(log, options.signal);
  const supervisor = createSupervisor(dataDir);
  const stop = async () => {
    await supervisor.stop(progress.note);
    lock.release();
  };
  let starting: Promise<StackParts> | undefined;
  try {
    await stopLeftOvers(dataDir, (text) => progress.note('Stack', text));
    const ports = await choosePorts(env, options.ports ?? 'default');
    await checkPorts(ports, env, options);
    const blockIntervalSeconds = options.blockIntervalSeconds ?? blockIntervalOf(env);
    const secrets = await loadSecrets(dataDir);
    starting = bringUp({ dataDir, env, ports, secrets, blockIntervalSeconds, progress, supervisor }, options);
    const failed = supervisor.failed.then((error) => Promise.reject(error));
    const parts = await Promise.race([starting, failed, whenAborted(options.signal)]);
    return { ...parts, failed: supervisor.failed, stop };
  } catch (error) {
    // What the step under way brings up has to be stopped too.
    await Promise.race([starting?.catch(() => undefined), delay(STEP_GRACE_MS, undefined, { ref: false })]);
    await stop();
    throw error;
  }
}

/** How long a step under way may take to its end once the start has failed. */
const STEP_GRACE_MS = 10_000;

async function bringUp(context: StackContext, options: StackOptions): Promise<StackParts> {
  const { progress, ports, dataDir } = context;
  const databaseUrl = await bringUpDatabase(context);
  const node = await bringUpBitcoin(context);
  const proverUrl = await bringUpProver(context, node);
  const simulators = wantsSimulators(options) ? await bringUpSimulators(context, node) : undefined;
  await progress.step(
    'Migrations',
    (note) => migrateDatabase(databaseUrl, note),
    ({ applied }) => (applied.length === 0 ? 'nothing to apply' : `${applied.length} applied`),
  );
  const backendEnv = backendEnvironment(context, { databaseUrl, node, proverUrl, simulators });
  const backendUrl = backendEnv.PUBLIC_URL ?? `http://localhost:${ports.backend}`;
  if (options.backend ?? true) await bringUpBackend(context, backendEnv);
  const devWalletUrl = options.frontend === true ? await bringUpDevWallet(context, node) : undefined;
  const frontendUrl =
    options.frontend === true ? await bringUpFrontend(context, backendEnv, devWalletUrl) : undefined;
  const parts: StackParts = {
    dataDir,
    databaseUrl,
    node,
    proverUrl,
    simulatorControlUrl: simulators?.controlUrl,
    mailboxUrl: simulators?.mailboxUrl,
    frontendUrl,
    backendUrl,
    graphqlUrl: `${backendUrl}/graphql`,
    healthUrl: `${backendUrl}/health`,
    backendEnv,
    ...(node.faucet ?? NO_FAUCET),
  };
  const { demoData } = options;
  if (demoData !== undefined && node.faucet !== undefined) {
    await progress.step(
      'Demo data',
      (note) => demoData({ ...parts, note }),
      (summary) => summary,
    );
  }
  return parts;
}

/** Coins of other chains are not ours to give away. */
const noFaucet = async () => {
  throw new StackError(
    'WRONG_CHAIN',
    'The node is not on regtest.',
    'Blocks and coins are made on regtest only.',
  );
};
const NO_FAUCET: Faucet = { mine: noFaucet, fundAddress: noFaucet };

const SIMULATOR_PORTS = [
  'simulatedPayments',
  'simulatedCoingecko',
  'simulatedKraken',
  'simulatedCoinbase',
  'simulatedBank',
  'simulatorControl',
] as const;

function wantsSimulators({ simulators, backend }: StackOptions): boolean {
  return simulators ?? backend ?? true;
}

/** Every taken port is found before anything is started. The relay's is looked at when the relay is needed. */
async function checkPorts(ports: Ports, env: NodeJS.ProcessEnv, options: StackOptions): Promise<void> {
  const given = (name: string) => variable(env, name) !== undefined;
  if (!given('DATABASE_URL')) await requireFreePort('PostgreSQL', ports.postgres, PORTS.postgres[0]);
  if (!given('RPC_URL')) await requireFreePort('the Bitcoin node', ports.bitcoind, PORTS.bitcoind[0]);
  if (!given('PROVER_API_URL')) await requireFreePort('the prover', ports.prover, PORTS.prover[0]);
  if (options.backend ?? true) await requireFreePort('the backend', ports.backend, PORTS.backend[0]);
  if (options.frontend === true) {
    await requireFreePort('the frontend', ports.frontend, PORTS.frontend[0]);
  }
  // On another chain there are none, and their ports may be anybody's: a given node says which it is only later.
  if (given('RPC_URL') || !wantsSimulators(options) || simulatedVariables(env).length === 0) return;
  for (const name of SIMULATOR_PORTS) {
    await requireFreePort('the simulators of outside services', ports[name], PORTS[name][0]);
  }
}

/** @throws StackError DATA_FOLDER_IN_USE when another stack runs on the folder. */
export function lockDataDir(dataDir: string): Lock {
  const result = tryLock(join(dataDir, 'stack.lock'));
  if (isLock(result)) return result;
  throw new StackError(
    'DATA_FOLDER_IN_USE',
    `The stack runs already on ${dataDir} (process ${result.pid}).`,
    `Stop it with Ctrl-C in its terminal (or kill ${result.pid}), or set DATA_DIR to another folder.`,
  );
}

function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () =>
      reject(new StackError('SERVICE_STOPPED', 'The start was interrupted.', 'Start again.'));
    if (signal?.aborted === true) give();
    signal?.addEventListener('abort', give, { once: true });
  });
}
