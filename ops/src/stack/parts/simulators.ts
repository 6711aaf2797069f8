import { join } from 'node:path';
import type { Child } from '../child.ts';
import { StackError } from '../errors.ts';
import { startNodeProgram } from '../node-program.ts';
import { variable } from '../settings.ts';
import { waitFor } from '../wait-for.ts';
import type { BitcoinNode } from './bitcoin.ts';
import type { StackContext } from './context.ts';

/** The simulators of outside services. */
export interface Simulators {
  /** Where a person, or a script, plays the world outside. */
  readonly controlUrl: string;
  /** Where mails are shown; undefined where a mail server was set up. */
  readonly mailboxUrl: string | undefined;
  /** The backend's variables that lead it to them. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Variables that belong together: where one is given, the service is somebody else's and none of them is ours.
 * Rates that are partly real would not agree.
 */
const GROUPS: readonly (readonly string[])[] = [
  [
    'NOWPAYMENTS_API_URL',
    'NOWPAYMENTS_API_KEY',
    'NOWPAYMENTS_IPN_SECRET',
    'NOWPAYMENTS_EMAIL',
    'NOWPAYMENTS_PASSWORD',
    'NOWPAYMENTS_TOTP_SECRET',
  ],
  ['COINGECKO_API_URL', 'COINGECKO_API_KEY', 'KRAKEN_API_URL', 'COINBASE_API_URL'],
  ['BANK_API_URL', 'BANK_API_KEY', 'BANK_WEBHOOK_SECRET'],
  ['SMTP_URL'],
];

/** The variables of those services that nobody has set up. */
export function simulatedVariables(env: NodeJS.ProcessEnv): readonly string[] {
  return GROUPS.filter((group) => group.every((name) => variable(env, name) === undefined)).flat();
}

/**
 * Simulators of the payment provider, the bank and the sources of rates, for what the configuration leaves open; none on
 * other chains than regtest, where money would be real.
 */
export async function bringUpSimulators(
  context: StackContext,
  node: BitcoinNode,
): Promise<Simulators | undefined> {
  const wanted = simulatedVariables(context.env);
  if (node.chain !== 'regtest' || wanted.length === 0) return undefined;
  return context.progress.step(
    'Simulators',
    async () => {
      const child = await startSimulators(context);
      const said = await untilReady(child);
      const environment = Object.fromEntries(
        said.flatMap((line) => {
          const [, name = '', value = ''] = /^([A-Z_]+)=(.+)$/.exec(line) ?? [];
          return wanted.includes(name) ? [[name, value]] : [];
        }),
      );
      const { simulatorControl, simulatedMail } = context.ports;
      return {
        controlUrl: `http://127.0.0.1:${simulatorControl}`,
        mailboxUrl: environment.SMTP_URL === undefined ? undefined : `http://127.0.0.1:${simulatedMail}`,
        environment,
      };
    },
    ({ controlUrl }) => `payments, bank and rates, moved at ${controlUrl}`,
  );
}

async function startSimulators({ dataDir, env, ports, supervisor }: StackContext): Promise<Child> {
  const child = await startNodeProgram({
    name: 'Simulators',
    file: 'sandbox/src/main.ts',
    env: {
      PATH: env.PATH,
      HOME: env.HOME,
      HOST: '127.0.0.1',
      SANDBOX_NOWPAYMENTS_PORT: String(ports.simulatedPayments),
      SANDBOX_COINGECKO_PORT: String(ports.simulatedCoingecko),
      SANDBOX_KRAKEN_PORT: String(ports.simulatedKraken),
      SANDBOX_COINBASE_PORT: String(ports.simulatedCoinbase),
      SANDBOX_BANK_PORT: String(ports.simulatedBank),
      SANDBOX_MAIL_PORT: String(ports.simulatedMail),
      SANDBOX_SMTP_PORT: String(ports.simulatedSmtp),
      SANDBOX_CONTROL_PORT: String(ports.simulatorControl),
    },
    logFile: join(dataDir, 'logs/simulators.log'),
  });
  supervisor.add({ name: 'Simulators', stop: child.stop, process: child });
  return child;
}

const READY_TIMEOUT_MS = 180_000;
const READY_WORDS = 'Control on';

/** What it said until it was ready. @throws StackError SERVICE_NOT_READY when it ends before */
async function untilReady(child: Child): Promise<readonly string[]> {
  const isReady = () => child.lastLines(50).some((line) => line.includes(READY_WORDS));
  await waitFor(() => isReady() || !child.running(), {
    what: 'the simulators',
    timeoutMs: READY_TIMEOUT_MS,
    intervalMs: 50,
  });
  const said = child.lastLines(50);
  if (isReady()) return said;
  throw new StackError('SERVICE_NOT_READY', 'The simulators could not be started.', said.join('\n'));
}
