import type { Tx } from '../../platform/database/index.ts';
import { AccountNotFoundError } from '../ledger.errors.ts';
import type { Account, Owner } from './account.ts';
import { findAccountsById, findAccountsOf } from './accounts.repository.ts';

/** All accounts of an owner with their balances, by kind and currency. */
export function accountsOf(tx: Tx, owner: Owner): Promise<Account[]> {
  return findAccountsOf(tx, owner);
}

/**
 * The accounts with their balances, in the order asked. Whether the caller may see them is the caller's to check.
 * @throws AccountNotFoundError
 */
export async function readAccounts(tx: Tx, ids: readonly string[]): Promise<Account[]> {
  const byId = new Map((await findAccountsById(tx, ids)).map((account) => [account.id, account]));
  return ids.map((id) => {
    const account = byId.get(id);
    if (account === undefined) throw new AccountNotFoundError(id);
    return account;
  });
}
