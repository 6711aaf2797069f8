import { join } from 'node:path';
import { reasonOf, StackError } from '../errors.ts';
import { startNodeProgram, untilAnswers } from '../node-program.ts';
import { variable } from '../settings.ts';
import type { BitcoinNode } from './bitcoin.ts';
import type { StackContext } from './context.ts';

/** The prover of the stack: PROVER_API_URL where given, else the development prover. Returns its URL. */
export function bringUpProver(context: StackContext, node: BitcoinNode): Promise<string> {
  const given = variable(context.env, 'PROVER_API_URL');
  return context.progress.step(
    'Prover',
    () => (given === undefined ? startDevProver(context, node) : checkProver(given)),
    (url) => url,
  );
}

async function startDevProver(context: StackContext, node: BitcoinNode): Promise<string> {
  const { dataDir, env, ports, supervisor } = context;
  const child = await startNodeProgram({
    name: 'Prover',
    file: 'prover/src/main.ts',
    env: {
      ...env,
      // HOST is where the backend listens; the prover serves this machine alone.
      HOST: '127.0.0.1',
      PROVER_PORT: String(ports.prover),
      BITCOIN_NETWORK: node.chain,
    },
    logFile: join(dataDir, 'logs/prover.log'),
  });
  supervisor.add({ name: 'Prover', stop: child.stop, process: child });
  const url = `http://127.0.0.1:${ports.prover}`;
  await untilAnswers(child, `${url}/ready`, (status) => status === 200);
  return url;
}

/**
 * Checks that something answers at PROVER_API_URL, whatever it says to a bare GET.
 * @throws StackError SERVICE_UNREACHABLE.
 */
async function checkProver(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return url;
  } catch (error) {
    throw new StackError(
      'SERVICE_UNREACHABLE',
      `The prover at PROVER_API_URL (${url}) does not answer: ${reasonOf(error)}.`,
      'Correct PROVER_API_URL, or leave it out to have the development prover started for you.',
      error,
    );
  }
}
