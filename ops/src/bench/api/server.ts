import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Shop } from './shop.ts';

export type ServerKind = 'product' | 'apollo' | 'mercurius' | 'bare';

export interface Server {
  readonly kind: ServerKind;
  readonly port: number;
  /** Milliseconds of processor time that it has taken so far. */
  processorMs(): Promise<number>;
  stop(): void;
}

/** Starts one server under test in a process of its own. */
export async function startServer(kind: ServerKind, shop: Shop, env: NodeJS.ProcessEnv): Promise<Server> {
  const file = fileURLToPath(new URL(`serve-${kind}.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify(shop)], {
    env,
    execArgv: ['--import', 'tsx', '--conditions=source', ...(process.env.BENCH_EXEC_ARGV?.split(' ') ?? [])],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the ${kind} server ended before it listened`);
  });
  ended.catch(() => undefined);
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return {
    kind,
    port,
    async processorMs() {
      child.send('processor time');
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return (user + system) / 1_000;
    },
    stop: () => child.disconnect(),
  };
}
