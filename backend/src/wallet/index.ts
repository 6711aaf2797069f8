import type { JobDefinition } from '../platform/jobs/index.ts';
import { CurrencyResolver } from './currencies/currency.resolver.ts';
import { depositJobs, depositResolvers } from './deposits/index.ts';
import { expressBuyJobs, expressBuyResolvers } from './express-buy/index.ts';
import { legacyResolvers } from './legacy/index.ts';
import { noticeJobs } from './notices/index.ts';
import { p2pJobs, p2pResolvers } from './p2p/index.ts';
import { portfolioJobs, portfolioResolvers } from './portfolio/index.ts';
import type { WalletServices } from './ports.ts';
import { referralResolvers } from './referrals/index.ts';
import { savingsJobs, savingsResolvers } from './savings/index.ts';
import { swapJobs, swapResolvers } from './swaps/index.ts';
import { treasuryResolvers } from './treasury/index.ts';
import { withdrawalJobs, withdrawalResolvers } from './withdrawals/index.ts';

export { PLATFORM, personAccount, personOwner, platformAccount } from './accounts/account-names.ts';
export { balancesOf, type WalletBalance } from './accounts/wallet-balance.ts';
export {
  type FiatCollection,
  type FiatLine,
  type FiatRail,
  type FiatStatementPage,
  type NewFiatCollection,
  type NotificationHeaders,
  type PayTo,
  receiveFiatNotification,
} from './express-buy/index.ts';
export { type Received, receiveNotice } from './notices/index.ts';
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

export const walletResolvers = [
  CurrencyResolver,
  ...depositResolvers,
  ...withdrawalResolvers,
  ...portfolioResolvers,
  ...savingsResolvers,
  ...referralResolvers,
  ...legacyResolvers,
  ...p2pResolvers,
  ...swapResolvers,
  ...expressBuyResolvers,
  ...treasuryResolvers,
] as const;

export function walletJobs(services: WalletServices): JobDefinition<object>[] {
  return [
    ...depositJobs(services),
    ...withdrawalJobs(services),
    ...noticeJobs(services),
    ...portfolioJobs(services),
    ...savingsJobs(services),
    ...p2pJobs(services),
    ...swapJobs(services),
    ...expressBuyJobs(services),
  ];
}
