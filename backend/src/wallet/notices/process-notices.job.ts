import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { deleteNoticesBefore } from './notice.repository.ts';
import { processNotice, processOpenNotices } from './process-notice.ts';
import { PROCESS_NOTICE } from './receive-notice.ts';

type Services = Parameters<typeof processNotice>[0];

/** One notice, as soon as it has come. */
export function processNoticeJob(services: Services): JobDefinition<{ id: string }> {
  return {
    name: PROCESS_NOTICE,
    retryLimit: 5,
    handler: ({ id }) => processNotice(services, BigInt(id)),
  };
}

/** Every minute: those whose own job was lost. */
export function processOpenNoticesJob(services: Services): JobDefinition<object> {
  return {
    name: 'process-open-provider-notices',
    cron: '* * * * *',
    retryLimit: 0,
    handler: (_, { signal }) => processOpenNotices(services, signal),
  };
}

const KEPT_MS = 90 * 86_400_000;
const BATCH = 5_000;

/** Every night: forgets notices 90 days after they were processed. */
export function pruneNoticesJob({
  database,
  clock,
}: Pick<WalletServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-provider-notices',
    cron: '41 3 * * *',
    retryLimit: 3,
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      while (!signal.aborted && (await deleteNoticesBefore(database.client, before, BATCH)) === BATCH);
    },
  };
}
