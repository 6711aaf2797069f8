import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Currencies } from '../currencies.ts';
import type { Account, NewAccount } from './account.ts';
import { findAccountsNamed, insertAccounts } from './accounts.repository.ts';

/**
 * The accounts as asked, in the same order; those that are not open yet are opened, empty. An account that is
 * open already keeps its floor.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function openAccounts(
  tx: Tx,
  { currencies, now }: { currencies: Currencies; now: Date },
  wanted: readonly NewAccount[],
): Promise<Account[]> {
  for (const { owner, kind, currency, floor } of wanted) {
    currencies.get(currency);
    if (!kind || !owner.kind || !owner.id) throw new InvalidInputError('account', 'an owner and a kind');
    if (floor !== undefined && floor !== null && floor > 0n) {
      throw new InvalidInputError('floor', 'zero or less, since an account opens empty');
    }
  }
  const found = byName(await findAccountsNamed(tx, wanted));
  const missing = wanted.filter((account) => !found.has(nameOf(account)));
  if (missing.length > 0) {
    const opening = missing.map((account) => ({ ...account, id: newId('account') }));
    await insertAccounts(tx, opening, now);
    // Read again, since somebody else may have opened them meanwhile.
    for (const [name, account] of byName(await findAccountsNamed(tx, missing))) found.set(name, account);
  }
  return wanted.map((account) => {
    const opened = found.get(nameOf(account));
    if (opened === undefined) throw new Error(`account ${nameOf(account)} was neither there nor opened`);
    return opened;
  });
}

function byName(accounts: readonly Account[]): Map<string, Account> {
  return new Map(accounts.map((account) => [nameOf(account), account]));
}

function nameOf({ owner, kind, currency }: NewAccount): string {
  return JSON.stringify([owner.kind, owner.id, kind, currency]);
}
