import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../platform/logging/index.ts';
import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { MempoolWatcher } from './watch-mempool.ts';

/** Looks at the mempool every so many seconds until it is stopped. */
export function startWatchingMempool(
  watcher: MempoolWatcher,
  logger: Logger,
  seconds: number,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await watcher.run().catch((error: unknown) => {
        // The follower tells of a node that is away.
        if (!(error instanceof NodeUnavailableError))
          logger.error({ err: error }, 'the mempool cannot be watched');
      });
      await sleep(seconds * 1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
