import { accountsOf } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** The credit that the customer of an invoice has, in its currency's smallest unit. */
export async function creditBalance(
  tx: Tx,
  { customerId, currency }: { readonly customerId: string; readonly currency: string },
): Promise<bigint> {
  const accounts = await accountsOf(tx, { kind: 'customer', id: customerId });
  return accounts.find((each) => each.kind === 'credit' && each.currency === currency)?.balance ?? 0n;
}
