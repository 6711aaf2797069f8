import { resolve } from 'node:path';
import { StackError } from './errors.ts';
import { freePort } from './ports.ts';
import { ROOT } from './root.ts';

export type PortName =
  | 'frontend'
  | 'backend'
  | 'prover'
  | 'postgres'
  | 'bitcoind'
  | 'relay'
  | 'devWallet'
  | 'simulatedPayments'
  | 'simulatedCoingecko'
  | 'simulatedKraken'
  | 'simulatedCoinbase'
  | 'simulatedBank'
  | 'simulatedMail'
  | 'simulatedSmtp'
  | 'simulatorControl';
export type Ports = Readonly<Record<PortName, number>>;

/** Variable and default of each port. */
export const PORTS: Readonly<Record<PortName, readonly [variable: string, standard: number]>> = {
  frontend: ['FRONTEND_PORT', 3000],
  backend: ['PORT', 3002],
  prover: ['PROVER_PORT', 8080],
  postgres: ['POSTGRES_PORT', 5433],
  bitcoind: ['BITCOIND_PORT', 18443],
  relay: ['RELAY_PORT', 18445],
  devWallet: ['DEV_WALLET_PORT', 18446],
  simulatedPayments: ['SANDBOX_NOWPAYMENTS_PORT', 8090],
  simulatedCoingecko: ['SANDBOX_COINGECKO_PORT', 8091],
  simulatedKraken: ['SANDBOX_KRAKEN_PORT', 8092],
  simulatedCoinbase: ['SANDBOX_COINBASE_PORT', 8093],
  simulatedBank: ['SANDBOX_BANK_PORT', 8094],
  simulatedMail: ['SANDBOX_MAIL_PORT', 8095],
  simulatedSmtp: ['SANDBOX_SMTP_PORT', 8096],
  simulatorControl: ['SANDBOX_CONTROL_PORT', 8099],
};

const DEFAULT_DATA_DIR = '.data';
const DEFAULT_BLOCK_INTERVAL_SECONDS = 20;

/** A variable as a person sets it: empty counts as unset. */
export function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** The folder that everything of a stack lives under (DATA_DIR). */
export function dataDirOf(env: NodeJS.ProcessEnv): string {
  return resolve(ROOT, variable(env, 'DATA_DIR') ?? DEFAULT_DATA_DIR);
}

/** Seconds between two regtest blocks (BLOCK_INTERVAL_SECONDS); 0 leaves mining to you. */
export function blockIntervalOf(env: NodeJS.ProcessEnv): number {
  return integer(env, 'BLOCK_INTERVAL_SECONDS', DEFAULT_BLOCK_INTERVAL_SECONDS, 0, 86_400);
}

/** The ports of the environment, or for a throw-away stack free ones. */
export async function choosePorts(env: NodeJS.ProcessEnv, choice: 'default' | 'free'): Promise<Ports> {
  const ports: Partial<Record<PortName, number>> = {};
  for (const [name, [variableName, standard]] of Object.entries(PORTS) as [PortName, [string, number]][]) {
    ports[name] = choice === 'free' ? await freePort() : integer(env, variableName, standard, 1, 65_535);
  }
  return ports as Ports;
}

function integer(
  env: NodeJS.ProcessEnv,
  name: string,
  standard: number,
  least: number,
  most: number,
): number {
  const text = variable(env, name);
  if (text === undefined) return standard;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StackError(
    'CONFIGURATION_INVALID',
    `${name} is "${text}".`,
    `Set it to a whole number from ${least} to ${most}, or leave it out for ${standard}.`,
  );
}
