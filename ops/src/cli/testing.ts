import { spawn } from 'node:child_process';
import { OPS_PROGRAM } from '../backup/index.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `npm run -s ops` as a process of its own, with these variables beside the environment's. */
export function runOps(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(OPS_PROGRAM, [...args], { env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  return new Promise((done, fail) =>
    child.on('error', fail).on('close', (code) => done({ code, ...output })),
  );
}
