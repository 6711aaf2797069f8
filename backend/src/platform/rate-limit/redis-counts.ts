import { createClient } from '@redis/client';
import type { Logger } from '../logging/index.ts';
import { type SharedCounts, spacing } from './shared-counts.ts';

/** A request does not wait longer than this for Redis. */
const TIMEOUT_MS = 250;
const RECONNECT_MS = 2_000;

/** The same as the statement for PostgreSQL. Numbers go back as text: Redis would cut them to integers. */
const TAKE = `
local now, interval, window, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local start = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local granted = math.max(0, math.min(wanted, math.floor((now + window - start) / interval + 1e-6)))
if granted == 0 then return {0, string.format('%.3f', start + interval - now - window)} end
local through = start + granted * interval
redis.call('SET', KEYS[1], string.format('%.3f', through), 'PX', math.ceil(through - now) + 1000)
return {granted, '0'}`;

/** Counts in Redis. While it is away every call rejects at once; it is connected again as soon as it is back. */
export function createRedisCounts(url: string, logger: Logger): SharedCounts {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 5_000,
      reconnectStrategy: (attempt: number) => Math.min(attempt * 100, RECONNECT_MS),
    },
  });
  let away = false;
  client.on('error', (error: unknown) => {
    if (!away) logger.warn({ err: error }, 'Redis is away: each process counts by itself until it is back');
    away = true;
  });
  client.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
  // Told of by the event above, and tried again until it succeeds.
  client.connect().catch(() => undefined);
  return {
    async take(key, limit, wanted, now) {
      const { intervalMs, windowMs } = spacing(limit);
      const args = [now.getTime(), intervalMs, windowMs, wanted].map(String);
      const answer = await within(client.eval(TAKE, { keys: [`charmbills:rate:${key}`], arguments: args }));
      const [granted, waitMs] = answer as [number, string];
      return { granted, waitMs: Math.ceil(Number(waitMs)) };
    },
    async close() {
      client.destroy();
    },
  };
}

async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
