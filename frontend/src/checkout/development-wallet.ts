import { rememberedWallet } from '../sign-in/remembered-wallet.ts';
import { type DevelopmentWallet, openDevelopmentWallet, type WalletSettings } from '../wallets/index.ts';

const PREFIX = 'development:';
const DEMO_NAME = 'subscriber';

/** The development wallet that this browser signed in with, or else that of the demo's subscriber. */
export function developmentWallet(settings: WalletSettings): Promise<DevelopmentWallet> {
  const last = rememberedWallet();
  const name = last?.startsWith(PREFIX) ? last.slice(PREFIX.length) : DEMO_NAME;
  return openDevelopmentWallet(name, settings);
}

/** Pays an address, with coins from the faucet where the wallet has too few. */
export async function payFromDevelopmentWallet(
  settings: WalletSettings,
  address: string,
  amountSats: bigint,
): Promise<void> {
  const wallet = await developmentWallet(settings);
  const coins = await wallet.coins();
  const free = coins
    .filter(({ carriesCharm, confirmations }) => !carriesCharm && confirmations > 0)
    .reduce((sum, coin) => sum + coin.amountSats, 0n);
  if (free < 2n * amountSats) await wallet.fund(2n * amountSats + FUND_SATS);
  await wallet.send(address, amountSats);
}

const FUND_SATS = 1_000_000n;
