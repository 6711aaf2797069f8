import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { BillingServices } from '../ports.ts';
import { advanceTestClocks } from './advance-test-clocks.ts';
import { ADVANCE_TEST_CLOCKS } from './move-test-clock.ts';

/** When a clock is to move, and every minute for those whose mover was lost on the way. */
export function advanceTestClocksJob(
  services: Pick<BillingServices, 'database' | 'clock' | 'logger' | 'autoPayment'>,
): JobDefinition<{ merchantId?: string }> {
  return {
    name: ADVANCE_TEST_CLOCKS,
    cron: '* * * * *',
    retryLimit: 0,
    expireInSeconds: 3_600,
    heartbeatSeconds: 30,
    async handler({ merchantId }, { signal }) {
      await advanceTestClocks(services, { merchantId, signal });
    },
  };
}
