import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { processNoticeJob, processOpenNoticesJob, pruneNoticesJob } from './process-notices.job.ts';

export { type Received, receiveNotice } from './receive-notice.ts';

export function noticeJobs(services: WalletServices): JobDefinition<object>[] {
  return [
    processNoticeJob(services),
    processOpenNoticesJob(services),
    pruneNoticesJob(services),
  ] as JobDefinition<object>[];
}
