import { balancesOf, type WalletBalance } from '../accounts/wallet-balance.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';

export interface WalletView {
  readonly balances: readonly (WalletBalance & { readonly decimals: number })[];
}

export async function showWallet(
  { database, currencies }: Pick<WalletServices, 'database' | 'currencies'>,
  scope: WalletScope,
): Promise<WalletView> {
  const balances = await balancesOf(database.client, scope);
  return {
    balances: balances.map((balance) => ({
      ...balance,
      decimals: currencies.get(balance.currency).decimals,
    })),
  };
}
