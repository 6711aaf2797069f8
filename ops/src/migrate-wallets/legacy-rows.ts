import { Decimal128, type Document, Double, Int32, Long, ObjectId } from 'bson';
import { decimalFromUnits } from '../../../backend/src/platform/money/index.ts';
import type { LegacyCollection } from './collections.ts';
import type { Random } from './random.ts';

/** Currencies of generated rows with their decimals, and the most units that an amount has. */
const CURRENCIES = [
  { code: 'BTC', decimals: 8, most: 500_000_000 },
  { code: 'ETH', decimals: 18, most: 2_000_000_000 },
  { code: 'USDT', decimals: 6, most: 2_000_000_000 },
  { code: 'USDC', decimals: 6, most: 2_000_000_000 },
  { code: 'EUR', decimals: 2, most: 5_000_000 },
] as const;

const CREATED = new Date('2024-05-01T08:00:00.000Z');
const UPDATED = new Date('2025-11-25T17:10:00.000Z');

/** Bad rows, each by what is done to a good one. */
const FAULTS: readonly ((row: Document) => Document)[] = [
  (row) => ({ ...row, available_balance: new Double(-1.5) }),
  (row) => ({ ...row, available_balance: new Double(Number.NaN) }),
  (row) => ({ ...row, available_balance: 'a lot' }),
  (row) => ({ ...row, currency: 'DOGE' }),
  (row) => ({
    ...row,
    user_id: `${row.user_id}_b`,
    currency: 'BTC',
    available_balance: new Double(0.1 + 0.2),
  }),
  (row) => ({ ...row, total_balance: Decimal128.fromString('123456789.01') }),
  ({ user_id: _, ...row }) => row,
  (row) => ({ ...row, available_balance: '1e40' }),
];

/**
 * The row with this number of a collection: another user or currency than all before, amounts as every type that
 * legacy systems write, some locked, some empty, some under the collection's other field names.
 */
export function goodRow(
  collection: LegacyCollection,
  place: number,
  number: number,
  random: Random,
): Document {
  const { code, decimals, most } = CURRENCIES[number % CURRENCIES.length] ?? CURRENCIES[0];
  const available = random.below(20) === 0 ? 0 : random.below(most);
  const locked = random.below(10) === 0 ? random.below(most) : 0;
  // Ether with 9 decimals, as wallets show it: a double has no room for 18.
  const shown = code === 'ETH' ? 9 : decimals;
  const type = random.below(5);
  const amount = (units: number) => asType(type, BigInt(units), shown);
  const row = {
    _id: new ObjectId(place.toString(16).padStart(8, '0') + number.toString(16).padStart(16, '0')),
    user_id: `user_${Math.floor(number / CURRENCIES.length)}`,
    currency: code,
  };
  const dates = { created_at: CREATED, last_updated: UPDATED };
  if (locked === 0 && random.below(4) === 0) {
    return { ...row, [collection.available.at(-1) ?? 'balance']: amount(available), ...dates };
  }
  return {
    ...row,
    available_balance: amount(available),
    locked_balance: amount(locked),
    total_balance: amount(available + locked),
    ...dates,
  };
}

/** A row that is set aside, made of a good one. */
export function badRow(good: Document, random: Random): Document {
  const spoil = FAULTS[random.below(FAULTS.length)] ?? ((row: Document) => row);
  const { balance: _balance, amount: _amount, savings_balance: _savings, ...row } = good;
  return spoil({ available_balance: new Double(1), ...row });
}

function asType(type: number, units: bigint, decimals: number): unknown {
  const text = decimalFromUnits(units, decimals);
  const whole = !text.includes('.');
  if (type === 0 || (!whole && type < 3)) return new Double(Number(text));
  if (type === 1) return units < 1n << 31n ? new Int32(Number(text)) : Long.fromString(text);
  if (type === 2) return Long.fromString(text);
  return type === 3 ? Decimal128.fromString(text) : text;
}
