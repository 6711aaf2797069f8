import type { PersonScope } from '../../identity/index.ts';
import { accountsOf } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type PersonAccountKind, personOwner } from './account-names.ts';
import type { WalletScope } from './wallet-scope.ts';

/** What a person has in one currency, in its smallest unit: total is available and locked together. */
export interface WalletBalance {
  readonly kind: PersonAccountKind;
  readonly currency: string;
  readonly available: bigint;
  readonly locked: bigint;
  readonly total: bigint;
}

/** A person's balances, by kind and currency; currencies that they never had are not there. */
export async function balancesOf(tx: Tx, { personId }: PersonScope | WalletScope): Promise<WalletBalance[]> {
  const accounts = await accountsOf(tx, personOwner(personId));
  return accounts.map(({ kind, currency, balance, locked }) => ({
    kind: kind as PersonAccountKind,
    currency,
    available: balance - locked,
    locked,
    total: balance,
  }));
}
