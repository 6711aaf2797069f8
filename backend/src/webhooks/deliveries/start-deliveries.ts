import { setTimeout as sleep } from 'node:timers/promises';
import { fanOut } from '../messages/fan-out.ts';
import type { WebhookServices } from '../ports.ts';
import { DeliveryWorker, type WorkerOptions, type WorkerServices } from './delivery-worker.ts';

/** How often to look for what is new while nothing happens. */
const IDLE_MS = 100;
/** Answers are gathered for so long before they are written together. */
const GATHER_MS = 5;
const AFTER_ERROR_MS = 1_000;
/** How long requests may still take when the process stops. */
const STOP_MS = 4_000;

/** Sends webhooks until it is stopped. Any number of processes may do it: they share what waits. */
export function startWebhookDeliveries(
  services: WorkerServices & Pick<WebhookServices, 'webhookCatalogue'>,
  {
    idleMs = IDLE_MS,
    stopMs = STOP_MS,
    ...options
  }: WorkerOptions & { idleMs?: number; stopMs?: number } = {},
): { stop(): Promise<void> } {
  const { logger } = services;
  let stopped = false;
  let news = false;
  let wake: () => void = () => undefined;
  const onNews = () => {
    news = true;
    wake();
  };
  const worker = new DeliveryWorker(services, { ...options, onNews });

  /** Until there is news, or it is time to look. */
  async function untilNews(): Promise<void> {
    if (!news) {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      await sleep(idleMs, undefined, { signal: waiting.signal }).catch(() => undefined);
      wake = () => undefined;
    }
    if (news && !stopped) await sleep(GATHER_MS);
    news = false;
  }

  async function repeat(
    what: string,
    work: () => Promise<boolean>,
    wait: () => Promise<unknown>,
  ): Promise<void> {
    while (!stopped) {
      try {
        if (await work()) continue;
        if (!stopped) await wait();
      } catch (error) {
        logger.warn({ err: error }, `webhooks: ${what} failed; it is tried again`);
        if (!stopped) await sleep(AFTER_ERROR_MS);
      }
    }
  }

  const spreading = repeat(
    'spreading messages',
    async () => {
      const { taken, more } = await fanOut(services);
      if (taken > 0) onNews();
      return more;
    },
    () => sleep(idleMs),
  );
  const delivering = repeat('a round of deliveries', () => worker.turn(), untilNews);

  return {
    async stop() {
      stopped = true;
      onNews();
      await Promise.all([spreading, delivering]);
      worker.quiesce();
      const deadline = Date.now() + stopMs;
      while (worker.sending > 0 && Date.now() < deadline) await sleep(10);
      worker.abort();
      while (worker.sending > 0) await sleep(1);
      await worker
        .turn()
        .catch((error: unknown) => logger.warn({ err: error }, 'webhooks: the last round failed'));
    },
  };
}
