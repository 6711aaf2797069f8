import type { Subscriber } from 'zeromq';
import type { Logger } from '../../platform/logging/index.ts';

export interface BlockNoticesOptions {
  /** Where the node publishes, as in its `zmqpubhashblock` option: `tcp://host:port`. */
  readonly url: string;
  /** Called for each notice; what it throws is logged. */
  readonly onBlock: (hash: string) => Promise<unknown>;
  readonly logger: Logger;
}

export interface BlockNotices {
  stop(): void;
}

const TOPIC = 'hashblock';

/**
 * Listens for the node's notices of new tips. They are a hint and no more: one that is lost costs at most the
 * time to the next scheduled run. The connection is taken up again by itself. The package `zeromq` is optional,
 * and loaded only here.
 */
export async function startBlockNotices({
  url,
  onBlock,
  logger,
}: BlockNoticesOptions): Promise<BlockNotices> {
  const subscriber = await openSubscriber(logger);
  if (!subscriber) return { stop: () => undefined };
  subscriber.connect(url);
  subscriber.subscribe(TOPIC);
  void listen(subscriber, async (hash) => {
    try {
      await onBlock(hash);
    } catch (error) {
      logger.warn({ err: error, hash }, 'a new block could not be followed at once');
    }
  });
  return { stop: () => subscriber.close() };
}

async function openSubscriber(logger: Logger): Promise<Subscriber | undefined> {
  try {
    const { Subscriber } = await import('zeromq');
    return new Subscriber();
  } catch (error) {
    logger.error({ err: error }, 'the package zeromq cannot be used: blocks are found by schedule alone');
    return undefined;
  }
}

/** Hands out hashes until the subscriber is closed, without waiting for what becomes of them. */
async function listen(subscriber: Subscriber, onHash: (hash: string) => Promise<void>): Promise<void> {
  for await (const [topic, hash] of subscriber) {
    if (topic?.toString('latin1') === TOPIC && hash) void onHash(hash.toString('hex'));
  }
}
