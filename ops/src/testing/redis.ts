import { type Child, startChild } from '../stack/child.ts';
import { provisionProgram } from '../stack/debian/index.ts';
import { freePort } from '../stack/ports.ts';

export interface TestRedis {
  readonly url: string;
  /** Stops it, with all that it has. */
  stop(): Promise<void>;
  /** Starts it anew at the same place, after `stop`. */
  start(): Promise<void>;
}

const READY = 'Ready to accept connections';

/**
 * A Redis server of its own on the loopback interface, which keeps nothing on disk.
 * @throws Error where there is none and none can be fetched
 */
export async function startRedis(): Promise<TestRedis> {
  const program = await provisionProgram('redis-server');
  const port = await freePort();
  let child: Child | undefined;
  async function start(): Promise<void> {
    const started = await startChild({
      name: 'Redis',
      command: program.command,
      args: [
        ...program.args,
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
      ],
    });
    child = started;
    const ready = new Promise<boolean>((done) =>
      started.onLine((line) => line.includes(READY) && done(true)),
    );
    const outcome = await Promise.race([ready, started.exited]);
    if (outcome !== true) throw new Error(`Redis did not start: ${started.lastLines(5).join(' ')}`);
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async stop() {
      await child?.stop();
    },
  };
}
