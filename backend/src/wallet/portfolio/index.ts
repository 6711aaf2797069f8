import type { JobDefinition } from '../../platform/jobs/index.ts';
import { HistoryResolver } from '../history/history.resolver.ts';
import type { WalletServices } from '../ports.ts';
import { noteDayRatesJob, sumDayChangesJob } from './portfolio.job.ts';
import { PortfolioResolver } from './portfolio.resolver.ts';
import { WalletResolver } from './wallet.resolver.ts';

export type { WalletScope } from '../accounts/wallet-scope.ts';
export { exportHistory } from '../history/export-history.ts';
export type { HistoryFilter, HistoryItem, HistoryPage } from '../history/history.ts';
export { listHistory } from '../history/list-history.ts';
export { openWallet } from './open-wallet.ts';
export { type Portfolio, type Position, valuePortfolio } from './value-portfolio.ts';

export const portfolioResolvers = [WalletResolver, PortfolioResolver, HistoryResolver] as const;

export function portfolioJobs(services: WalletServices): JobDefinition<object>[] {
  return [sumDayChangesJob(services), noteDayRatesJob(services)];
}
