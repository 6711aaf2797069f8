import type { Formats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import type { InvoiceItemInput } from './invoices.generated.ts';

/** A line as it is being typed. */
export interface DraftLine {
  /** Tells lines apart while some are removed. */
  readonly key: number;
  readonly description: string;
  readonly quantity: string;
  readonly unitAmount: string;
}

export const newLine = (key: number): DraftLine => ({ key, description: '', quantity: '1', unitAmount: '' });

type Parse = Pick<Formats, 'parse'>;

/** The line that was typed, its price in the smallest unit; undefined when it is none. A leading minus is a deduction. */
export function toItem(line: DraftLine, currency: string, { parse }: Parse): InvoiceItemInput | undefined {
  const description = line.description.trim();
  const [, minus, digits = ''] = /^\s*([-−]?)(.*)$/.exec(line.unitAmount) ?? [];
  const amount = parse(digits, currency);
  const quantity = /^\s*\d{1,9}\s*$/.test(line.quantity) ? Number(line.quantity) : 0;
  if (description === '' || amount === undefined || amount === 0n || quantity < 1) return undefined;
  return { description, quantity, unitAmount: String(minus ? -amount : amount) };
}

/** A line of an invoice as one types it. */
export function toDraftLine(
  line: { readonly description: string; readonly quantity: number; readonly unitAmount: string },
  key: number,
  decimals: number,
): DraftLine {
  const { description, quantity, unitAmount } = line;
  return {
    key,
    description,
    quantity: String(quantity),
    unitAmount: toDecimal(BigInt(unitAmount), decimals),
  };
}
