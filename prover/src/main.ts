// The dev prover as a process of its own: settings from flags and environment, see README.md.
import { ProverStartError } from './errors.ts';
import { readSettings } from './settings.ts';
import { startDevProver } from './start-dev-prover.ts';

function log(stream: NodeJS.WriteStream, facts: Readonly<Record<string, unknown>>, message: string): void {
  stream.write(`${JSON.stringify({ time: new Date().toISOString(), message, ...facts })}\n`);
}

try {
  const prover = await startDevProver({
    ...readSettings(process.argv.slice(2), process.env),
    logger: {
      info: (facts, message) => log(process.stdout, facts, message),
      error: ({ err, ...facts }, message) => log(process.stderr, { ...facts, error: String(err) }, message),
    },
  });
  console.log(`Dev prover on ${prover.url} (regtest, mock proofs)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void prover.close().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof ProverStartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
