import { MerchantBalanceResolver } from './merchant-balance.resolver.ts';

export { createBalanceRail } from './balance-rail.ts';
export { merchantWallet } from './merchant-wallet.ts';

export const balanceRailResolvers = [MerchantBalanceResolver] as const;
