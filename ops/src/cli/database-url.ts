import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSecretFiles } from '../../../backend/src/platform/config/index.ts';
import { StackError } from '../stack/errors.ts';
import { dataDirOf, PORTS, variable } from '../stack/settings.ts';
import { loadEnvFile } from './env-file.ts';

/**
 * The database that commands work on: DATABASE_URL (or DATABASE_URL_FILE) from the environment or .env, else that of
 * the development stack, which has to be running.
 * @throws StackError CONFIGURATION_INVALID when there is neither
 */
export async function databaseUrlOf(env: NodeJS.ProcessEnv): Promise<string> {
  loadEnvFile();
  const files = readSecretFiles(env, ['DATABASE_URL']);
  const [problem] = files.problems;
  if (problem !== undefined) {
    throw new StackError('CONFIGURATION_INVALID', `${problem}.`, 'Correct the environment or .env.');
  }
  const given = variable(files.env, 'DATABASE_URL');
  if (given !== undefined) return given;
  const secrets = join(dataDirOf(env), 'secrets.json');
  if (!existsSync(secrets)) {
    throw new StackError(
      'CONFIGURATION_INVALID',
      'There is no database to work on.',
      'Set DATABASE_URL, or start the development stack with npm start.',
    );
  }
  const { postgresPassword } = JSON.parse(await readFile(secrets, 'utf8')) as { postgresPassword: string };
  const port = variable(env, 'POSTGRES_PORT') ?? PORTS.postgres[1];
  return `postgresql://charmbills:${encodeURIComponent(postgresPassword)}@127.0.0.1:${port}/charmbills`;
}
