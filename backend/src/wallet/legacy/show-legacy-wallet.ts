import type { OperatorScope } from '../../identity/index.ts';
import { accountsOf, openHoldsOf } from '../../ledger/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { PersonAccountKind } from '../accounts/account-names.ts';
import type { WalletBalance } from '../accounts/wallet-balance.ts';
import type { WalletServices } from '../ports.ts';
import { legacyOwner } from './legacy-owner.ts';
import { findLegacyUser, type LegacyUser } from './legacy-user.repository.ts';

export interface LegacyWallet extends LegacyUser {
  readonly balances: readonly (WalletBalance & { readonly decimals: number })[];
  /** What was locked in the legacy system and is not settled. */
  readonly locks: readonly {
    readonly id: string;
    readonly kind: PersonAccountKind;
    readonly currency: string;
    readonly amount: bigint;
    readonly createdAt: Date;
  }[];
}

/** @throws NotFoundError */
export async function showLegacyWallet(
  { database, currencies }: Pick<WalletServices, 'database' | 'currencies'>,
  operator: OperatorScope,
  legacyUserId: string,
): Promise<LegacyWallet> {
  const user = await findLegacyUser(database.client, operator, legacyUserId);
  if (user === undefined) throw new NotFoundError('legacy user', legacyUserId);
  const accounts = await accountsOf(database.client, legacyOwner(legacyUserId));
  const locks = await Promise.all(
    accounts.map(async ({ id, kind }) =>
      (await openHoldsOf(database.client, id)).map((hold) => ({
        id: hold.id,
        kind: kind as PersonAccountKind,
        currency: hold.currency,
        amount: hold.remaining,
        createdAt: hold.createdAt,
      })),
    ),
  );
  return {
    ...user,
    balances: accounts.map(({ kind, currency, balance, locked }) => ({
      kind: kind as PersonAccountKind,
      currency,
      decimals: currencies.get(currency).decimals,
      available: balance - locked,
      locked,
      total: balance,
    })),
    locks: locks.flat(),
  };
}
