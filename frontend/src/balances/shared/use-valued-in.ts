'use client';
import { usePreference } from '../../ui/use-preference.ts';

/** The currency that this browser values the wallet in. */
export function useValuedIn() {
  return usePreference('wallet-currency', 'USD');
}
