export type * from './wallet.ts';
export { WalletError, type WalletErrorCode, type WalletNextStep } from './wallet-error.ts';
