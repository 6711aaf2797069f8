import { randomUUID } from 'node:crypto';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteStaleHeartbeats, setStopped, upsertHeartbeat } from './heartbeat.repository.ts';

const INTERVAL_MS = 10_000;
const STALE_MS = 24 * 3_600_000;

/** Has the process say every ten seconds that it is there, until it is stopped; then it takes its word back. */
export function startHeartbeat(
  { database, clock, config, logger }: Pick<PlatformServices, 'database' | 'clock' | 'config' | 'logger'>,
  version: string,
  intervalMs = INTERVAL_MS,
): { stop(): Promise<void> } {
  const startedAt = clock.now();
  const process = { id: randomUUID(), role: config.ROLE, version, startedAt };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void>;

  async function beat(): Promise<void> {
    try {
      const now = clock.now();
      await upsertHeartbeat(database.client, process, now);
      await deleteStaleHeartbeats(database.client, new Date(now.getTime() - STALE_MS));
    } catch (error) {
      logger.warn({ err: error }, 'the heartbeat of this process could not be written');
    }
    if (!stopped) timer = setTimeout(() => (running = beat()), intervalMs);
  }
  running = beat();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await setStopped(database.client, process.id, clock.now());
    },
  };
}
