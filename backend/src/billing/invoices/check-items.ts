import { InvalidInputError } from '../../platform/errors/index.ts';
import type { NewLine } from './new-invoice.ts';

/** A line of an invoice that a merchant writes. Amounts are in the invoice's currency, in its smallest unit. */
export interface ItemInput {
  readonly description: string;
  readonly quantity?: number | null | undefined;
  /** Below zero is a deduction. */
  readonly unitAmount: bigint;
}

export const MAX_ITEMS = 200;
const MAX_QUANTITY = 1_000_000;
const MAX_UNIT_AMOUNT = 10n ** 27n;
const DESCRIPTION_LIMIT = 300;
export const MEMO_LIMIT = 1_000;

/** @throws InvalidInputError naming the first field that cannot be, and for items that come to less than nothing */
export function checkItems(items: readonly ItemInput[]): NewLine[] {
  if (items.length === 0 || items.length > MAX_ITEMS) {
    throw new InvalidInputError('items', `from 1 to ${MAX_ITEMS}`);
  }
  const lines = items.map((item, index): NewLine => {
    const field = (name: string) => `items.${index}.${name}`;
    const description = checkText(item.description, field('description'), DESCRIPTION_LIMIT);
    const quantity = item.quantity ?? 1;
    if (!(Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY)) {
      throw new InvalidInputError(field('quantity'), `from 1 to ${MAX_QUANTITY}`);
    }
    const { unitAmount } = item;
    if (unitAmount < -MAX_UNIT_AMOUNT || unitAmount > MAX_UNIT_AMOUNT) {
      throw new InvalidInputError(field('unitAmount'), `from -${MAX_UNIT_AMOUNT} to ${MAX_UNIT_AMOUNT}`);
    }
    return { kind: 'item', description, quantity, unitAmount, amount: unitAmount * BigInt(quantity) };
  });
  if (lines.reduce((sum, { amount }) => sum + amount, 0n) <= 0n) {
    throw new InvalidInputError('items', 'more than nothing in all');
  }
  return lines;
}

/** On one line. @throws InvalidInputError */
export function checkText(text: string, field: string, limit: number): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > limit || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(trimmed)) {
    throw new InvalidInputError(field, `1 to ${limit} characters on one line`);
  }
  return trimmed;
}

/** On any number of lines; nothing is none. @throws InvalidInputError */
export function checkMemo(memo: string | null | undefined): string | undefined {
  const text = memo?.trim();
  if (!text) return undefined;
  if (text.length > MEMO_LIMIT || /[\p{Cc}\p{Cs}]/u.test(text.replace(/[\t\r\n]/g, ''))) {
    throw new InvalidInputError('memo', `at most ${MEMO_LIMIT} printable characters`);
  }
  return text;
}
