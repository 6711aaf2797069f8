import type { Subscriber } from 'zeromq';
import type { Logger } from '../../platform/logging/index.ts';

export interface NoticesOptions {
  /** Where the node publishes: `tcp://host:port`. */
  readonly url: string;
  readonly topic: 'hashblock' | 'rawtx';
  /** Called for each notice, without waiting for the one before. */
  readonly onNotice: (body: Buffer) => Promise<void>;
  readonly logger: Logger;
}

export interface Notices {
  stop(): void;
}

/**
 * Listens for what the node tells of by itself. Notices are a hint and no more: whatever is lost is found by schedule.
 * The connection is taken up again by itself. The package `zeromq` is optional, and loaded only here.
 */
export async function startNotices({ url, topic, onNotice, logger }: NoticesOptions): Promise<Notices> {
  const subscriber = await openSubscriber(logger);
  if (!subscriber) return { stop: () => undefined };
  subscriber.connect(url);
  subscriber.subscribe(topic);
  void listen(subscriber, topic, onNotice);
  return { stop: () => subscriber.close() };
}

async function openSubscriber(logger: Logger): Promise<Subscriber | undefined> {
  try {
    const { Subscriber } = await import('zeromq');
    return new Subscriber();
  } catch (error) {
    logger.error({ err: error }, 'the package zeromq cannot be used: the node is asked by schedule alone');
    return undefined;
  }
}

/** Hands out notices until the subscriber is closed. */
async function listen(
  subscriber: Subscriber,
  wanted: string,
  onNotice: (body: Buffer) => Promise<void>,
): Promise<void> {
  for await (const [topic, body] of subscriber) {
    if (topic?.toString('latin1') === wanted && body) void onNotice(body);
  }
}
