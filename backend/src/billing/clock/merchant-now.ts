import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { holdTestClock, readTestClocks } from './clock.repository.ts';

/**
 * The present of a merchant: that of its test clock where it has one, which then stands still until the transaction
 * ends; the real one otherwise. Whatever is done for a merchant is done at this time.
 */
export async function merchantNow(tx: Tx, clock: Clock, merchantId: string): Promise<Date> {
  return (await holdTestClock(tx, merchantId)) ?? clock.now();
}

/** Things that happen at the same time. */
export interface AtTime<T> {
  readonly now: Date;
  /** Whether it is that of a test clock. */
  readonly tested: boolean;
  readonly items: readonly T[];
}

/** Parts things by the presents of their merchants: those on real time together, and those of each test clock. */
export async function byMerchantNow<T extends { readonly merchantId: string }>(
  tx: Tx,
  now: Date,
  items: readonly T[],
): Promise<AtTime<T>[]> {
  const clocks = await readTestClocks(tx, [...new Set(items.map(({ merchantId }) => merchantId))]);
  if (clocks.size === 0) return [{ now, tested: false, items }];
  const parts = Map.groupBy(items, ({ merchantId }) => (clocks.has(merchantId) ? merchantId : ''));
  return [...parts].map(([merchantId, part]) => {
    const at = clocks.get(merchantId);
    return { now: at ?? now, tested: at !== undefined, items: part };
  });
}
