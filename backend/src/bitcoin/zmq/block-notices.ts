import type { Logger } from '../../platform/logging/index.ts';
import { type Notices, startNotices } from './notices.ts';

export interface BlockNoticesOptions {
  /** Where the node publishes, as in its `zmqpubhashblock` option: `tcp://host:port`. */
  readonly url: string;
  /** Called for each notice; what it throws is logged. */
  readonly onBlock: (hash: string) => Promise<unknown>;
  readonly logger: Logger;
}

export type BlockNotices = Notices;

/** Listens for the node's notices of new tips: one that is lost costs at most the time to the next scheduled run. */
export function startBlockNotices({ url, onBlock, logger }: BlockNoticesOptions): Promise<BlockNotices> {
  return startNotices({
    url,
    topic: 'hashblock',
    logger,
    async onNotice(body) {
      const hash = body.toString('hex');
      try {
        await onBlock(hash);
      } catch (error) {
        logger.warn({ err: error, hash }, 'a new block could not be followed at once');
      }
    },
  });
}
