import type { SubscriberScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { managedBy } from '../customers/managed-by.repository.ts';
import type { CreditBalance } from './show-credit.ts';

/** A balance, and whose it is. */
export interface CustomerCredit extends CreditBalance {
  readonly merchantId: string;
  readonly customerId: string;
}

type StoredCredit = Omit<CustomerCredit, 'available' | 'locked'> & {
  readonly available: string;
  readonly locked: string;
};

/** The balances of customers whom the caller may see, by currency. */
export async function readCredit(
  tx: Tx,
  customerIds: readonly string[],
): Promise<Omit<CustomerCredit, 'merchantId'>[]> {
  const rows = await tx.$queryRaw<Omit<StoredCredit, 'merchantId'>[]>`
    SELECT a.owner_id AS "customerId", a.currency, (a.balance - a.locked)::text AS available, a.locked::text AS locked
    FROM ledger_accounts a
    WHERE a.owner_kind = 'customer' AND a.owner_id = ANY(${[...customerIds]}) AND a.kind = 'credit'
    ORDER BY a.owner_id, a.currency`;
  return rows.map(toCredit);
}

const MOST = 100;

/** What a subscriber has as credit, at all merchants or in the portal at its one; none of what is empty. */
export async function findOwnCredit(tx: Tx, subscriber: SubscriberScope): Promise<CustomerCredit[]> {
  const rows = await tx.$queryRaw<StoredCredit[]>`
    SELECT c.merchant_id AS "merchantId", c.id AS "customerId", a.currency,
      (a.balance - a.locked)::text AS available, a.locked::text AS locked
    FROM customers c
    JOIN ledger_accounts a ON a.owner_kind = 'customer' AND a.owner_id = c.id AND a.kind = 'credit'
    WHERE ${managedBy(subscriber)} AND a.balance > 0
    ORDER BY c.merchant_id, a.currency LIMIT ${MOST}`;
  return rows.map(toCredit);
}

function toCredit<Row extends { readonly available: string; readonly locked: string }>({
  available,
  locked,
  ...row
}: Row) {
  return { ...row, available: BigInt(available), locked: BigInt(locked) };
}
