import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const START_MS = 30_000;

/** A backend as production runs it, on one port, that can be killed and started again. */
export interface MortalBackend {
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** What it wrote last. */
  output(): string;
  remove(): Promise<void>;
}

export function createMortalBackend(env: Readonly<Record<string, string>>): MortalBackend {
  const build = join('backend/dist', `test-${randomBytes(6).toString('hex')}`);
  execFileSync(process.execPath, ['--import', 'tsx', '--conditions=source', 'backend/build.ts', build], {
    cwd: ROOT,
  });
  let child: ChildProcess | undefined;
  let output = '';

  async function kill(): Promise<void> {
    if (child === undefined) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    child = undefined;
  }
  return {
    async start() {
      const started = spawn(process.execPath, [join(build, 'main.js')], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, ...env },
      });
      child = started;
      output = '';
      for (const stream of [started.stdout, started.stderr]) {
        stream?.on('data', (chunk) => (output = (output + String(chunk)).slice(-20_000)));
      }
      for (const deadline = Date.now() + START_MS; !output.includes('"started"'); ) {
        if (started.exitCode !== null || Date.now() > deadline) throw new Error(`not started: ${output}`);
        await sleep(20);
      }
    },
    kill,
    output: () => output,
    async remove() {
      await kill();
      rmSync(join(ROOT, build), { recursive: true, force: true });
    },
  };
}
