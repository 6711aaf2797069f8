import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../stack/cache-folder.ts';
import { hasDebianTools } from '../stack/debian/index.ts';
import { reasonOf } from '../stack/errors.ts';
import { findOnPath } from '../stack/run-as.ts';
import { runProgram } from '../stack/run-program.ts';
import { variable } from '../stack/settings.ts';
import { cachedDebianTools, DEBIAN_MAJOR, installDebianTools } from './debian-tools.ts';
import type { PostgresTools } from './tools.ts';
import { ToolsError } from './tools-error.ts';

interface FindOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
}

/**
 * Finds pg_dump and its like for a server: PG_BIN (taken at its word), PATH, /usr/lib/postgresql, what an earlier
 * run fetched, Debian's packages. They refuse servers newer than themselves.
 * @throws ToolsError TOOLS_UNAVAILABLE naming what was tried
 */
export async function findPostgresTools(
  serverMajor: number,
  { env, log = () => undefined }: FindOptions,
): Promise<PostgresTools> {
  const tried: string[] = [];
  const named = variable(env, 'PG_BIN');
  for (const folder of named === undefined ? usualFolders(env) : [named]) {
    const tools = await toolsIn(folder).catch((error: unknown) => reasonOf(error));
    if (typeof tools === 'string') tried.push(`${folder}: ${tools}`);
    else if (tools.major >= serverMajor) return tools;
    else tried.push(`${folder}: version ${tools.major}`);
  }
  if (named === undefined && serverMajor <= DEBIAN_MAJOR && process.platform === 'linux') {
    try {
      const cache = cacheFolder(env);
      const cached = cachedDebianTools(process.arch, cache);
      if (cached !== undefined) return cached;
      if (hasDebianTools(env.PATH, process.arch)) return await installDebianTools(process.arch, cache, log);
    } catch (error) {
      tried.push(`Debian's packages: ${reasonOf(error)}`);
    }
  }
  throw new ToolsError(
    'TOOLS_UNAVAILABLE',
    `The server is PostgreSQL ${serverMajor}, and no pg_dump of that version or newer was found` +
      `${tried.length === 0 ? '' : ` (${tried.join('; ')})`}. ` +
      `Install postgresql-client-${serverMajor}, or name the folder of its programs in PG_BIN.`,
  );
}

/** Newest first. */
function usualFolders(env: NodeJS.ProcessEnv): string[] {
  const onPath = findOnPath('pg_dump', env.PATH);
  const installed = globSync('/usr/lib/postgresql/*/bin/pg_dump').map((file) => dirname(file));
  installed.sort((a, b) => majorInPath(b) - majorInPath(a));
  return [...new Set([...(onPath === undefined ? [] : [dirname(onPath)]), ...installed])];
}

function majorInPath(folder: string): number {
  return Number(/\/(\d+)\/bin$/.exec(folder)?.[1] ?? 0);
}

async function toolsIn(folder: string): Promise<PostgresTools> {
  for (const name of ['pg_dump', 'pg_restore']) {
    if (!existsSync(join(folder, name))) throw new Error(`no ${name} there`);
  }
  const [version = ''] = await runProgram(join(folder, 'pg_dump'), ['--version'], { timeoutMs: 20_000 });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(version)?.[1]);
  if (!Number.isInteger(major)) throw new Error(`pg_dump --version says "${version}"`);
  return { major, origin: folder, commandOf: (name) => ({ command: join(folder, name), args: [] }) };
}
