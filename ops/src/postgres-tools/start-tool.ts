import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { PostgresTools, ToolName } from './tools.ts';
import { ToolsError } from './tools-error.ts';

export interface RunningTool {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Rejects with ToolsError TOOL_FAILED and its last words unless it ends well. */
  readonly done: Promise<void>;
}

const KEPT_CHARACTERS = 4_000;

/** Starts one of PostgreSQL's programs on a database. The password is in its environment, where others do not see it. */
export function startTool(
  tools: PostgresTools,
  name: ToolName,
  args: readonly string[],
  url: string,
): RunningTool {
  const { command, args: first } = tools.commandOf(name);
  const child = spawn(command, [...first, '--no-password', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...connectionVariables(url) },
  });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words = (words + chunk).slice(-KEPT_CHARACTERS);
  });
  // A program that ends before it has read everything says why on its standard error.
  child.stdin.on('error', () => undefined);
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', (error) => reject(new ToolsError('TOOL_FAILED', `${name}: ${error.message}`, error)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new ToolsError('TOOL_FAILED', `${name} ended with ${signal ?? code}: ${words.trim()}`));
    });
  });
  done.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, done };
}

/** Parameters of a connection string that libpq knows by a variable. */
const PARAMETERS: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
};

/** A connection string as libpq's variables. */
export function connectionVariables(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const variables: Record<string, string> = {
    PGHOST: searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
    PGPORT: port === '' ? '5432' : port,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGAPPNAME: 'charmbills-ops',
  };
  if (username !== '') variables.PGUSER = decodeURIComponent(username);
  if (password !== '') variables.PGPASSWORD = decodeURIComponent(password);
  for (const [name, variable] of Object.entries(PARAMETERS)) {
    const value = searchParams.get(name);
    if (value !== null) variables[variable] = value;
  }
  return variables;
}
