import type { Tx } from '../../platform/database/index.ts';
import type { Account, NewAccount, Owner } from './account.ts';

interface AccountRow {
  readonly id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly kind: string;
  readonly currency: string;
  readonly floor: string | null;
  readonly balance: string;
  readonly locked: string;
  readonly created_at: Date;
}

/** Names as one parameter, however many: a statement for each number of them would be prepared for each. */
function encodeNames(names: readonly NewAccount[]): string {
  return JSON.stringify(
    names.map(({ owner, kind, currency }) => ({
      owner_kind: owner.kind,
      owner_id: owner.id,
      kind,
      currency,
    })),
  );
}

/** Opens what is not open yet. In the order of the unique key, so that two who open the same cannot deadlock. */
export async function insertAccounts(
  tx: Tx,
  accounts: readonly (NewAccount & { readonly id: string })[],
  createdAt: Date,
): Promise<void> {
  const rows = accounts.map(({ id, owner, kind, currency, floor = 0n }) => ({
    id,
    owner_kind: owner.kind,
    owner_id: owner.id,
    kind,
    currency,
    floor: floor === null ? null : floor.toString(),
  }));
  await tx.$executeRaw`
    INSERT INTO ledger_accounts (id, owner_kind, owner_id, kind, currency, floor, created_at)
    SELECT n.id, n.owner_kind, n.owner_id, n.kind, n.currency, n.floor, ${createdAt}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n (id text, owner_kind text, owner_id text, kind text, currency text, floor numeric)
    ORDER BY n.owner_kind, n.owner_id, n.kind, n.currency
    ON CONFLICT (owner_kind, owner_id, kind, currency) DO NOTHING`;
}

/** Those of the named accounts that are open, in no order. Each is looked up by the unique key. */
export async function findAccountsNamed(tx: Tx, names: readonly NewAccount[]): Promise<Account[]> {
  const rows = await tx.$queryRaw<AccountRow[]>`
    SELECT a.* FROM jsonb_to_recordset(${encodeNames(names)}::jsonb)
      AS n (owner_kind text, owner_id text, kind text, currency text)
    CROSS JOIN LATERAL (
      SELECT id, owner_kind, owner_id, kind, currency, floor::text, balance::text, locked::text, created_at
      FROM ledger_accounts
      WHERE owner_kind = n.owner_kind AND owner_id = n.owner_id AND kind = n.kind AND currency = n.currency
      LIMIT 1
    ) a`;
  return rows.map(toAccount);
}

export async function findAccountsOf(tx: Tx, { kind, id }: Owner): Promise<Account[]> {
  const rows = await tx.$queryRaw<AccountRow[]>`
    SELECT id, owner_kind, owner_id, kind, currency, floor::text, balance::text, locked::text, created_at
    FROM ledger_accounts WHERE owner_kind = ${kind} AND owner_id = ${id} ORDER BY kind, currency`;
  return rows.map(toAccount);
}

export async function findAccountsById(tx: Tx, ids: readonly string[]): Promise<Account[]> {
  const rows = await tx.$queryRaw<AccountRow[]>`
    SELECT id, owner_kind, owner_id, kind, currency, floor::text, balance::text, locked::text, created_at
    FROM ledger_accounts WHERE id = ANY (${[...ids]}::text[])`;
  return rows.map(toAccount);
}

function toAccount(row: AccountRow): Account {
  const floor = row.floor === null ? null : BigInt(row.floor);
  const balance = BigInt(row.balance);
  const locked = BigInt(row.locked);
  return {
    id: row.id,
    owner: { kind: row.owner_kind, id: row.owner_id },
    kind: row.kind,
    currency: row.currency,
    floor,
    balance,
    locked,
    available: floor === null ? null : balance - locked - floor,
    createdAt: row.created_at,
  };
}
