import type { JobDefinition } from '../../platform/jobs/index.ts';
import { OfferResolver } from './offers/offer.resolver.ts';
import type { P2pServices } from './p2p-services.ts';
import { expireTradesJob } from './trades/expire-trades.job.ts';
import { TradeResolver } from './trades/trade.resolver.ts';
import { TradeStepsResolver } from './trades/trade-steps.resolver.ts';

export const p2pResolvers = [OfferResolver, TradeResolver, TradeStepsResolver] as const;

export function p2pJobs(services: Pick<P2pServices, 'database' | 'clock'>): JobDefinition<object>[] {
  return [expireTradesJob(services)];
}
