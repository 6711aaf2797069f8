import type { WalletServices } from '../ports.ts';

/** What trading works with. */
export type P2pServices = Pick<WalletServices, 'config' | 'clock' | 'database' | 'currencies' | 'rates'>;
