/** `npm run reset`: clears the data folder of the stack, unless the stack is running. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from './errors.ts';
import { ROOT } from './root.ts';
import { dataDirOf } from './settings.ts';
import { lockDataDir } from './stack.ts';
import { stopLeftOvers } from './supervisor.ts';

async function reset(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) {
    console.log(`There is nothing to clear in ${dataDir}.`);
    return;
  }
  const isOurs = ['secrets.json', 'stack.lock', 'logs'].some((name) => existsSync(join(dataDir, name)));
  if (!isOurs) {
    throw new StackError('CONFIGURATION_INVALID', `${dataDir} was not made by the stack.`, 'Check DATA_DIR.');
  }
  lockDataDir(dataDir);
  await stopLeftOvers(dataDir, console.log);
  await rm(dataDir, { recursive: true });
  console.log(`Cleared ${dataDir}.`);
}

const envFile = join(ROOT, '.env');
if (existsSync(envFile)) process.loadEnvFile(envFile);
try {
  await reset(dataDirOf(process.env));
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
