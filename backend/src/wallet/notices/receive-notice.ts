import { createHash } from 'node:crypto';
import type { WalletServices } from '../ports.ts';
import { insertNotice } from './notice.repository.ts';

export const PROCESS_NOTICE = 'process-provider-notice';

/** Whether a notification was kept, was kept before, or does not come from the provider. */
export type Received = 'new' | 'known' | 'not_genuine';

/**
 * Keeps what a payment provider tells us, once for the same bytes, and puts it in the queue in the same
 * transaction: answering takes no longer than storing it.
 */
export async function receiveNotice(
  services: Pick<WalletServices, 'database' | 'clock' | 'jobs' | 'noticeReader'>,
  body: Uint8Array,
  signature: string | undefined,
): Promise<Received> {
  const { database, clock, jobs, noticeReader } = services;
  if (!noticeReader?.isGenuine(body, signature)) return 'not_genuine';
  const hash = createHash('sha256').update(body).digest();
  return database.transaction(async (tx) => {
    const id = await insertNotice(tx, clock.now(), { provider: noticeReader.name, hash, body });
    if (id === undefined) return 'known';
    await jobs.enqueue(tx, PROCESS_NOTICE, { id: id.toString() });
    return 'new';
  });
}
