import { shareOf } from '../fees/share.ts';
import type { P2pServices } from './p2p-services.ts';

/** What a seller pays beside the amount, in the same currency and its smallest unit. */
export function feeOn({ config }: Pick<P2pServices, 'config'>, amount: bigint): bigint {
  return shareOf(amount, config.WALLET_P2P_FEE_BPS, 'up');
}
