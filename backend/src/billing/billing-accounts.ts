import { type Currencies, type NewAccount, openAccounts } from '../ledger/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { RailName } from './ports.ts';

/**
 * What merchants and their customers have.
 * - `outside.<rail>` of a merchant: the negative of all that came in over the rail.
 * - `revenue` of a merchant: what it was paid, less what is still owed to customers as credit.
 * - `conversion` of a merchant: where credit changes currency; one currency is the counterpart of the other.
 * - `credit` of a customer: what they have paid too much, or were given, and can use.
 */
export function outsideAccount(merchantId: string, rail: RailName, currency: string): NewAccount {
  return { owner: { kind: 'merchant', id: merchantId }, kind: `outside.${rail}`, currency, floor: null };
}

export function revenueAccount(merchantId: string, currency: string): NewAccount {
  return { owner: { kind: 'merchant', id: merchantId }, kind: 'revenue', currency, floor: null };
}

export function creditAccount(customerId: string, currency: string): NewAccount {
  return { owner: { kind: 'customer', id: customerId }, kind: 'credit', currency };
}

/** Invoices and quotes carry only currencies that were checked when the price was set. */
const CHECKED: Currencies = { all: [], get: (code) => ({ code, decimals: 0 }) };

/** The ids of these accounts, in the order asked; those that are not open yet are opened. */
export async function billingAccountIds(tx: Tx, now: Date, wanted: readonly NewAccount[]): Promise<string[]> {
  if (wanted.length === 0) return [];
  return (await openAccounts(tx, { currencies: CHECKED, now }, wanted)).map(({ id }) => id);
}
