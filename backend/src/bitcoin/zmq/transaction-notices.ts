import type { Logger } from '../../platform/logging/index.ts';
import { type Notices, startNotices } from './notices.ts';

/**
 * Listens for transactions as the node sees them, where it publishes them (`zmqpubrawtx`): those of the mempool, and
 * those of a new block once more.
 * @param onTransaction does not throw
 */
export function startTransactionNotices(options: {
  readonly url: string;
  readonly onTransaction: (raw: Uint8Array) => Promise<void>;
  readonly logger: Logger;
}): Promise<Notices> {
  const { url, onTransaction: onNotice, logger } = options;
  return startNotices({ url, topic: 'rawtx', onNotice, logger });
}
