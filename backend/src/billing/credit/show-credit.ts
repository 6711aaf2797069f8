import { type EntryPage, listEntries } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** What a customer has with a merchant, in one currency, in its smallest unit. */
export interface CreditBalance {
  readonly currency: string;
  /** What can be used. */
  readonly available: bigint;
  /** What is locked for refunds that were not sent yet. */
  readonly locked: bigint;
}

/** What became of the credit of a customer whom the caller may see, newest first. @throws InvalidInputError */
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
