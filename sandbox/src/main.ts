// The simulators as a process of their own: ports and secrets from the environment, see README.md.
import { readSettings } from './settings.ts';
import { startSandbox } from './start-sandbox.ts';

try {
  const sandbox = await startSandbox(readSettings(process.env));
  for (const [name, value] of Object.entries(sandbox.environment)) console.log(`${name}=${value}`);
  console.log(`Simulators of outside services; no money moves. Control on ${sandbox.controlUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
