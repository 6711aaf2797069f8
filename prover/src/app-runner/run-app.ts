import { Worker } from 'node:worker_threads';

export interface AppRun {
  readonly wasm: Uint8Array;
  readonly stdin: Uint8Array;
  /** Stands in for the fuel limit of the real runner. */
  readonly timeLimitMs: number;
}

export type AppVerdict =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'timed-out' };

const WORKER = new URL('./app-worker.ts', import.meta.url);

/** Runs a contract in a thread of its own, so that one that never ends holds up nothing else. */
export async function runApp({ wasm, stdin, timeLimitMs }: AppRun): Promise<AppVerdict> {
  // No loader: Node itself reads the worker's TypeScript, and starts faster so.
  const worker = new Worker(WORKER, {
    workerData: { wasm, stdin },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<AppVerdict>((resolve, reject) => {
      timer = setTimeout(() => resolve({ outcome: 'timed-out' }), timeLimitMs);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread of a contract ended without a verdict')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
