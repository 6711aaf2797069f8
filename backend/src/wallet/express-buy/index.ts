import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { expressBuyJob, pruneExpressQuotesJob } from './express-buy.job.ts';
import { ExpressBuyResolver } from './express-buy.resolver.ts';
import { FiatEntryResolver } from './fiat-entry.resolver.ts';

export type {
  FiatCollection,
  FiatLine,
  FiatRail,
  FiatStatementPage,
  NewFiatCollection,
  NotificationHeaders,
  PayTo,
} from './ports.ts';
export { receiveFiatNotification } from './receive-lines.ts';

export const expressBuyResolvers = [ExpressBuyResolver, FiatEntryResolver] as const;

export function expressBuyJobs(services: WalletServices): JobDefinition<object>[] {
  return [expressBuyJob(services), pruneExpressQuotesJob(services)];
}
