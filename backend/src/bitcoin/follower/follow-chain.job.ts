import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { ChainFollower } from './follow-chain.ts';
import { FollowerError } from './follower.errors.ts';

/** Follows the chain every two minutes, whether or not the node tells of blocks by itself. */
export function followChainJob(follower: ChainFollower, logger: Logger): JobDefinition<object> {
  return {
    name: 'bitcoin.follow-chain',
    cron: '*/2 * * * *',
    retryLimit: 1,
    async handler() {
      try {
        const report = await follower.run();
        if (report.connected > 0 || report.disconnected > 0) logger.info(report, 'chain followed');
      } catch (error) {
        // Nothing is lost by waiting for the next run, and health says what is wrong meanwhile.
        if (error instanceof NodeUnavailableError) logger.warn({ err: error }, 'the Bitcoin node is away');
        else if (error instanceof FollowerError) logger.error({ err: error }, 'the chain cannot be followed');
        else throw error;
      }
    },
  };
}
