'use client';
import { useEffect, useRef } from 'react';
import { useWallet } from './wallet-context.tsx';

/** Asks again whenever a balance has changed since the page was opened. */
export function useFresh(refetch: () => void): void {
  const { balances, version } = useWallet();
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (balances === undefined) return;
    const changed = seen.current !== undefined && seen.current !== version;
    seen.current = version;
    if (changed) refetch();
  }, [balances, version, refetch]);
}
