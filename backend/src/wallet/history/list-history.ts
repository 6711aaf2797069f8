import { accountsOf, listEntries } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type PersonAccountKind, personOwner } from '../accounts/account-names.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { type HistoryFilter, type HistoryPage, toHistoryItem } from './history.ts';

/** Kinds that can be asked for at once. */
const MAX_KINDS = 50;

/**
 * A page of everything that ever changed a person's balances, newest first; what is posted meanwhile does not shift it.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function listHistory(
  { database, currencies }: Pick<WalletServices, 'database' | 'currencies'>,
  { personId }: WalletScope,
  { currency, account, kinds, from, to }: HistoryFilter,
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
): Promise<HistoryPage> {
  if (currency) currencies.get(currency);
  if (kinds && kinds.length > MAX_KINDS) throw new InvalidInputError('kinds', `at most ${MAX_KINDS}`);
  const owner = personOwner(personId);
  const accounts = (await accountsOf(database.client, owner)).filter(
    (each) => (!currency || each.currency === currency) && (!account || each.kind === account),
  );
  if (accounts.length === 0) return { items: [], next: null };
  const kindOf = new Map(accounts.map(({ id, kind }) => [id, kind as PersonAccountKind]));
  const { entries, next } = await listEntries(database.client, owner, {
    limit: first,
    accountIds: [...kindOf.keys()],
    ...(after ? { cursor: after } : {}),
    ...(kinds && kinds.length > 0 ? { kinds } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  });
  const items = entries.map((entry) =>
    toHistoryItem(entry, kindOf.get(entry.accountId) ?? 'wallet', currencies.get(entry.currency).decimals),
  );
  return { items, next };
}
