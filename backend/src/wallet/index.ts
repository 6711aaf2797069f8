import type { JobDefinition } from '../platform/jobs/index.ts';
import { HistoryResolver } from './history/history.resolver.ts';
import { p2pJobs, p2pResolvers } from './p2p/index.ts';
import { noteDayRatesJob, sumDayChangesJob } from './portfolio/portfolio.job.ts';
import { PortfolioResolver } from './portfolio/portfolio.resolver.ts';
import { WalletResolver } from './portfolio/wallet.resolver.ts';
import { portfolioJobs, portfolioResolvers } from './portfolio/index.ts';
import type { WalletServices } from './ports.ts';

export { PLATFORM, personAccount, personOwner, platformAccount } from './accounts/account-names.ts';
export { balancesOf, type WalletBalance } from './accounts/wallet-balance.ts';
export type { WalletScope } from './accounts/wallet-scope.ts';
export { exportHistory } from './history/export-history.ts';
export type { HistoryFilter, HistoryItem, HistoryPage } from './history/history.ts';
export { listHistory } from './history/list-history.ts';
export { openWallet } from './portfolio/open-wallet.ts';
export { type Portfolio, type Position, valuePortfolio } from './portfolio/value-portfolio.ts';
export {
  exportHistory,
  type HistoryFilter,
  type HistoryItem,
  type HistoryPage,
  listHistory,
  openWallet,
  type Portfolio,
  type Position,
  valuePortfolio,
  type WalletScope,
} from './portfolio/index.ts';
export type { WalletServices } from './ports.ts';
export type {
  DepositAddress,
  DepositMeaning,
  DepositProvider,
  DepositReport,
  ProviderAsset,
} from './providers/deposit-provider.ts';
export type { NoticeReader } from './providers/notice-reader.ts';
export type { PayoutAnswer, PayoutProvider, PayoutReport } from './providers/payout-provider.ts';

export const walletResolvers = [...portfolioResolvers, ...p2pResolvers] as const;

export function walletJobs(services: WalletServices): JobDefinition<object>[] {
  return [...portfolioJobs(services), ...p2pJobs(services)];
}
