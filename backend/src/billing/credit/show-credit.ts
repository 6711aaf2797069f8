import { accountsOf, type EntryPage, listEntries } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** What a customer has with a merchant, in one currency, in its smallest unit. */
export interface CreditBalance {
  readonly currency: string;
  /** What can be used. */
  readonly available: bigint;
  /** What is locked for refunds that were not sent yet. */
  readonly locked: bigint;
}

/** The credit of a customer whom the caller may see. */
export async function showCredit(tx: Tx, customerId: string): Promise<CreditBalance[]> {
  const accounts = await accountsOf(tx, { kind: 'customer', id: customerId });
  return accounts
    .filter(({ kind }) => kind === 'credit')
    .map(({ currency, balance, locked }) => ({ currency, available: balance - locked, locked }));
}

/** What became of it, newest first. @throws InvalidInputError */
export async function listCredit(
  tx: Tx,
  customerId: string,
  { first, after }: { readonly first: number; readonly after?: string | null | undefined },
): Promise<EntryPage> {
  return listEntries(
    tx,
    { kind: 'customer', id: customerId },
    { limit: first, ...(after ? { cursor: after } : {}) },
  );
}
