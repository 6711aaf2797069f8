import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../../stack/run-as.ts';
import type { Measure } from './rate.ts';

/** PostgreSQL's own load generator, on one database. */
export interface Pgbench {
  /** Runs it with further arguments and returns what it printed. */
  run(...args: string[]): Promise<string>;
  /** Transactions a second with so many clients and prepared statements; without a script, TPC-B-like. */
  measure(clients: number, script?: string): Measure;
}

/** Undefined where pgbench is not installed. */
export function findPgbench(url: string): Pgbench | undefined {
  const program = findOnPath('pgbench') ?? globSync('/usr/lib/postgresql/*/bin/pgbench').at(-1);
  if (program === undefined) return undefined;
  const { hostname, port, username, password, pathname } = new URL(url);
  const run = async (...args: string[]): Promise<string> => {
    const database = ['-h', hostname, '-p', port, '-U', decodeURIComponent(username), pathname.slice(1)];
    const env = { ...process.env, PGPASSWORD: decodeURIComponent(password) };
    const child = spawn(program, [...args, ...database], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
    if (code !== 0) throw new Error(`pgbench: ${stderr}`);
    return stdout;
  };
  return {
    run,
    measure: (clients, script) => async (seconds) => {
      const folder = await mkdtemp(join(tmpdir(), 'charmbills-pgbench-'));
      try {
        const file = join(folder, 'script.sql');
        if (script !== undefined) await writeFile(file, script);
        const load = ['-c', String(clients), '-j', '2', '-T', String(Math.ceil(seconds))];
        const output = await run(
          '-n',
          '-M',
          'prepared',
          ...load,
          ...(script === undefined ? [] : ['-f', file]),
        );
        const [, rate] = /^tps = ([\d.]+)/m.exec(output) ?? [];
        if (rate === undefined) throw new Error(`pgbench said: ${output}`);
        return Number(rate);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * One transfer through the ledger's door, as the product sends it, among the first so many accounts. Unlike the
 * product it has to look their ids up.
 */
export function transferScript(accounts: number): string {
  const id = (number: string) => `(SELECT id FROM ledger_accounts WHERE number = ${number})`;
  return `\\set debit random(1, ${accounts})
\\set credit 1 + (:debit + random(0, ${accounts} - 2)) % ${accounts}
\\set amount random(1, 10000)
\\set key random(1, 9000000000000000000)
INSERT INTO ledger_post_transfer (key, input_hash, kind, event_at, from_id, to_id, amount, currency)
VALUES ('pgbench:' || :key::bigint, sha256('x'), 'bench', '2026-01-01T00:00:00Z', ${id(':debit')}, ${id(':credit')},
  :amount::numeric, 'USD') RETURNING posting_number, created_at, replayed;
`;
}
