import type { NewPosting } from '../../../backend/src/ledger/index.ts';

export interface Opening {
  readonly key: string;
  /** Ids of the platform's account and of the user's. */
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly total: bigint;
  /** Of the total. */
  readonly locked: bigint;
}

/** A user's opening balance; what is locked in the legacy system is locked by a hold that does not expire. */
export function openingPosting({ key, from, to, currency, total, locked }: Opening): NewPosting {
  return {
    key,
    kind: 'legacy.opening',
    movements: [
      { action: 'transfer', from, to, amount: total, currency },
      ...(locked > 0n ? [{ action: 'hold' as const, account: to, amount: locked, currency }] : []),
    ],
  };
}
