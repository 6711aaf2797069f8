export { type DevWalletService, startDevWallet } from './start-dev-wallet.ts';
