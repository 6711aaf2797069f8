export { createBalanceRail } from './balance-rail.ts';
export { merchantWallet } from './merchant-wallet.ts';
