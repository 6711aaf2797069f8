import type { JobDefinition } from '../platform/jobs/index.ts';
import type { WalletServices } from './ports.ts';

export { PLATFORM, personAccount, personOwner, platformAccount } from './accounts/account-names.ts';
export { balancesOf, type WalletBalance } from './accounts/wallet-balance.ts';
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

export const walletResolvers = [] as const;

export function walletJobs(_services: WalletServices): JobDefinition<object>[] {
  return [];
}
