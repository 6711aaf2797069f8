import type { Tx } from '../../platform/database/index.ts';
import type { Account, NewAccount, Owner } from './account.ts';

type AccountRow = NonNullable<Awaited<ReturnType<Tx['ledgerAccount']['findFirst']>>>;

/** Opens what is not open yet. In the order of the unique key, so that two who open the same cannot deadlock. */
export async function insertAccounts(
  tx: Tx,
  accounts: readonly (NewAccount & { readonly id: string; readonly createdAt: Date })[],
): Promise<void> {
  const sortKey = ({ owner, kind, currency }: NewAccount) =>
    JSON.stringify([owner.kind, owner.id, kind, currency]);
  await tx.ledgerAccount.createMany({
    skipDuplicates: true,
    data: accounts
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      .map(({ id, owner, kind, currency, floor = 0n, createdAt }) => ({
        id,
        ownerKind: owner.kind,
        ownerId: owner.id,
        kind,
        currency,
        floor: floor === null ? null : floor.toString(),
        createdAt,
      })),
  });
}

export async function findAccountsOf(tx: Tx, owners: readonly Owner[]): Promise<Account[]> {
  const rows = await tx.ledgerAccount.findMany({
    where: { OR: owners.map(({ kind, id }) => ({ ownerKind: kind, ownerId: id })) },
    orderBy: [{ kind: 'asc' }, { currency: 'asc' }],
  });
  return rows.map(toAccount);
}

export async function findAccountsById(tx: Tx, ids: readonly string[]): Promise<Account[]> {
  const rows = await tx.ledgerAccount.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(toAccount);
}

function toAccount(row: AccountRow): Account {
  const floor = row.floor === null ? null : BigInt(row.floor.toFixed());
  const balance = BigInt(row.balance.toFixed());
  const locked = BigInt(row.locked.toFixed());
  return {
    id: row.id,
    owner: { kind: row.ownerKind, id: row.ownerId },
    kind: row.kind,
    currency: row.currency,
    floor,
    balance,
    locked,
    available: floor === null ? null : balance - locked - floor,
    createdAt: row.createdAt,
  };
}
