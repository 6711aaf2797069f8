import { WalletError } from '../wallet-error.ts';
import type { ChainClient } from './chain-client.ts';

const FUND_SATS = 10_000_000n;
/** More than one, so that a second transaction need not wait for the change of the first. */
const COINS = 3;

/**
 * Gives an address that has nothing to spend coins to try things out with. They are a courtesy: where the chain does not
 * answer, the address stays as it is.
 */
export async function giveTestCoins(chain: ChainClient, address: string): Promise<void> {
  try {
    const coins = await chain.coins(address);
    if (coins.some(({ carriesCharm }) => !carriesCharm)) return;
    for (let coin = 0; coin < COINS; coin++) await chain.fund(address, FUND_SATS);
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
  }
}
