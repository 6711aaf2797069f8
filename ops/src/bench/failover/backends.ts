import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../../stack/child.ts';

const READY_TIMEOUT_MS = 240_000;

/** One process of the backend that is started anew whenever it ended. */
export interface Backend {
  readonly name: string;
  readonly port: number;
  /** Ends it as told, and starts another in its place; resolves when that is ready. */
  replace(how: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one process from the bundle, and waits until it is ready. */
export async function startBackend(
  name: string,
  bundle: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<Backend> {
  const start = () =>
    startChild({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', bundle],
      env: { ...env, PORT: String(port) },
    });
  let child: Child = await start();

  async function ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined);
      if (answer?.ok) return;
      if (!child.running()) throw new Error(`${name} ended: ${child.lastLines(30).join('\n')}`);
      if (Date.now() > deadline) throw new Error(`${name} is not ready: ${child.lastLines(30).join('\n')}`);
      await sleep(50);
    }
  }
  await ready();
  return {
    name,
    port,
    async replace(how) {
      if (how === 'SIGKILL') child.kill();
      else await child.stop();
      await child.exited;
      child = await start();
      await ready();
    },
    async stop() {
      await child.stop();
    },
  };
}
