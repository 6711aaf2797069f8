import { Binary, Decimal128, ObjectId, UUID } from 'bson';

const MAX_TEXT = 100;

/** A value as an operator recognises it, at most 100 characters: text in quotes, numbers in digits. */
export function describeValue(value: unknown): string {
  const text = describe(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Decimal128) return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'a date' : value.toISOString();
  return identifierText(value) ?? (Array.isArray(value) ? 'a list' : `a ${bsonTypeOf(value)}`);
}

function bsonTypeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return '_bsontype' in value ? String(value._bsontype) : 'document';
}

/** Identifiers as text: text as it is, ObjectId in hex, UUID with dashes, whole numbers in digits. */
export function identifierText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)))
    return String(value);
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) {
    return new UUID(value.buffer.subarray(0, 16)).toHexString();
  }
  return undefined;
}
