export { createBalanceRail } from './balance-rail.ts';
export { merchantWallet } from './collect.ts';
