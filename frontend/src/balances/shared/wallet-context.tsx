'use client';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useQuery, useSubscription } from 'urql';
import { type BalanceFactsFragment, WalletBalancesDocument, WalletLiveDocument } from './wallet.generated.ts';

interface WalletAccess {
  /** Undefined until they are known. */
  readonly balances: readonly BalanceFactsFragment[] | undefined;
  /** What can be used of a currency, in its smallest unit: nothing while it is not known. */
  available(currency: string, account?: 'WALLET' | 'SAVINGS'): bigint;
  /** Changes whenever a balance does. */
  readonly version: string;
}

const WalletContext = createContext<WalletAccess | undefined>(undefined);

/** The balances of the person, kept up to date, for the pages within it. */
export function WalletProvider({ children }: { readonly children: ReactNode }) {
  const [queried] = useQuery({ query: WalletBalancesDocument });
  const [live] = useSubscription({ query: WalletLiveDocument });
  const balances = live.data?.walletUpdated.balances ?? queried.data?.wallet.balances;
  const access = useMemo<WalletAccess>(
    () => ({
      balances,
      available(currency, account = 'WALLET') {
        const found = balances?.find((each) => each.currency === currency && each.kind === account);
        return BigInt(found?.available ?? 0);
      },
      version: JSON.stringify(balances),
    }),
    [balances],
  );
  return <WalletContext value={access}>{children}</WalletContext>;
}

export function useWallet(): WalletAccess {
  const wallet = useContext(WalletContext);
  if (wallet === undefined) throw new Error('useWallet outside of WalletProvider');
  return wallet;
}
