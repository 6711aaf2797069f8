import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { progress } from '../report.ts';

export interface MeasuredRun {
  readonly ms: number;
  /** The most memory that the process had resident. */
  readonly peakMb: number;
}

const PROGRAM = fileURLToPath(new URL('measured-run.ts', import.meta.url));

/** `migrate-wallets` in a process of its own, as an operator would run it. */
export async function runCommand(databaseUrl: string, ...args: string[]): Promise<MeasuredRun> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', PROGRAM, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let last = '';
  for await (const line of createInterface({ input: child.stderr })) {
    if (last !== '') progress(`  ${last}`);
    last = line;
  }
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0)
    throw new Error(`migrate-wallets ${args.join(' ')} ended with ${child.exitCode}: ${last}`);
  const { ms, peakMb } = JSON.parse(last) as MeasuredRun;
  return { ms, peakMb };
}
