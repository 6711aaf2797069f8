import { z } from 'zod';
import { unitsFromDecimal } from '../../platform/money/index.ts';
import type { FiatLine } from '../../wallet/index.ts';

/** What counts in a currency's smallest unit, by its code. */
export type CurrencyDecimals = Readonly<Record<string, number>>;

/** A line of the statement as the bank writes it. */
export const BankLine = z
  .object({
    id: z.string().min(1).max(100),
    type: z.enum(['credit', 'return']),
    returns: z.string().min(1).max(100).nullable(),
    reference: z.string().max(200),
    amount: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    booked_at: z.iso.datetime({ offset: true }),
  })
  .refine(({ type, returns }) => (type === 'return') === (returns !== null), 'a return has what it returns');

/**
 * A line in our terms; undefined for a currency that nobody can pay us in.
 * @throws RangeError for an amount that is none
 */
export function readLine(line: z.infer<typeof BankLine>, decimals: CurrencyDecimals): FiatLine | undefined {
  const places = decimals[line.currency];
  if (places === undefined) return undefined;
  const amount = unitsFromDecimal(line.amount, places);
  if (amount <= 0n) throw new RangeError(`no amount: ${line.amount.slice(0, 40)}`);
  return {
    externalId: line.id,
    kind: line.type,
    returnsId: line.returns,
    // PostgreSQL has no text with a zero character.
    reference: line.reference.replaceAll('\0', '').trim().toUpperCase(),
    currency: line.currency,
    amount,
    bookedAt: new Date(line.booked_at),
  };
}
