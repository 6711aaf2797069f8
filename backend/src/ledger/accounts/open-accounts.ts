import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Currencies } from '../currencies.ts';
import type { Account, NewAccount } from './account.ts';
import { findAccountsOf, insertAccounts } from './accounts.repository.ts';

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
  await insertAccounts(
    tx,
    wanted.map((account) => ({ ...account, id: newId('account'), createdAt: now })),
  );
  const found = new Map(
    (
      await findAccountsOf(
        tx,
        wanted.map(({ owner }) => owner),
      )
    ).map((a) => [nameOf(a), a]),
  );
  return wanted.map((account) => {
    const opened = found.get(nameOf(account));
    if (opened === undefined) throw new Error(`account ${nameOf(account)} was neither there nor opened`);
    return opened;
  });
}

function nameOf({ owner, kind, currency }: NewAccount): string {
  return JSON.stringify([owner.kind, owner.id, kind, currency]);
}
