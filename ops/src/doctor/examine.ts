import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Config,
  ConfigError,
  loadConfig,
  readSecretFiles,
} from '../../../backend/src/platform/config/index.ts';
import { backupSettingsOf } from '../backup/index.ts';
import { ROOT } from '../stack/root.ts';
import { variable } from '../stack/settings.ts';
import { judgeBackups } from './backups.ts';
import { judgeNode } from './bitcoin.ts';
import { judgeDatabase } from './database.ts';
import { type Finding, ok, problem } from './finding.ts';
import { judgeSecrets, type Secret } from './secrets.ts';
import { judgeSettings } from './settings.ts';
import { judgeDisks, judgeLogs, judgeProver } from './surroundings.ts';

/** Chosen by whoever runs the product. */
const OUR_SECRETS = ['JWT_SECRET', 'ENCRYPTION_KEY'];
/** Agreed on with somebody else. */
const GIVEN_SECRETS = [
  'RPC_PASSWORD',
  'NOWPAYMENTS_API_KEY',
  'NOWPAYMENTS_IPN_SECRET',
  'BANK_API_KEY',
  'BANK_WEBHOOK_SECRET',
];

/** Looks at a configuration and everything it names. What is wrong in one place keeps no other from being looked at. */
export async function examine(env: NodeJS.ProcessEnv, now: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  const config = readConfig(env, findings);
  findings.push(...judgeSecrets(secretsIn(env), examples()));
  if (config !== undefined) findings.push(...judgeSettings(config));
  const { env: opened } = readSecretFiles(env, ['DATABASE_URL']);
  const url = config?.DATABASE_URL ?? variable(opened, 'DATABASE_URL');
  const looks: Promise<Finding | Finding[]>[] = [judgeBackups(env, now)];
  if (url !== undefined && URL.canParse(url)) {
    looks.push(
      judgeDatabase({
        url,
        poolSize: config?.DATABASE_POOL_SIZE ?? 10,
        production: env.NODE_ENV === 'production',
        migrateOnStart: config?.MIGRATE_ON_START ?? true,
      }),
    );
  }
  if (config !== undefined) looks.push(judgeNode(config), judgeProver(config), judgeLogs(config));
  looks.push(judgeDisks(foldersOf(env, config)));
  findings.push(...(await Promise.all(looks)).flat());
  return findings;
}

function readConfig(env: NodeJS.ProcessEnv, findings: Finding[]): Config | undefined {
  try {
    const config = loadConfig(env);
    findings.push(ok('configuration', 'can be used.'));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const text of error.problems) {
      const [, name = 'configuration', says = text] = /^([A-Z_0-9]+)(?:: | )(.*)$/.exec(text) ?? [];
      findings.push(problem(name, says, 'See its line in .env.example.'));
    }
    return undefined;
  }
}

function secretsIn(env: NodeJS.ProcessEnv): Secret[] {
  const read = readSecretFiles(env, [...OUR_SECRETS, ...GIVEN_SECRETS]).env;
  const secret = (ours: boolean) => (name: string) => ({ name, value: variable(read, name) ?? '', ours });
  return [...OUR_SECRETS.map(secret(true)), ...GIVEN_SECRETS.map(secret(false))];
}

function examples(): ReadonlyMap<string, string> {
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value = ''] = /^#([A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

function foldersOf(env: NodeJS.ProcessEnv, config: Config | undefined): ReadonlyMap<string, string> {
  const folders = new Map([['product', ROOT]]);
  try {
    folders.set('backups', backupSettingsOf(env).directory);
  } catch {
    // Told among the findings on backups.
  }
  if (config?.LOGS_DIR !== undefined) folders.set('logs', config.LOGS_DIR);
  return folders;
}
