import { type NewAccount, openAccounts } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { WalletServices } from '../ports.ts';

/**
 * The ids of these accounts, in the order asked; those that are not open yet are opened.
 * @throws CurrencyUnknownError
 */
export async function accountIds<const Wanted extends readonly NewAccount[]>(
  tx: Tx,
  { currencies, clock }: Pick<WalletServices, 'currencies' | 'clock'>,
  wanted: Wanted,
): Promise<{ [Index in keyof Wanted]: string }> {
  const accounts = await openAccounts(tx, { currencies, now: clock.now() }, wanted);
  return accounts.map(({ id }) => id) as { [Index in keyof Wanted]: string };
}
