import pg from 'pg';
import { Prisma } from './generated/client.ts';

type Parse = (text: string) => unknown;

const { builtins } = pg.types;
const parseTextArray = pg.types.getTypeParser(1009 as never) as (text: string) => unknown[];

/** PostgreSQL writes an instant of a connection in UTC as `2026-05-01 10:00:00.5+00`, without the offset where it has none. */
function parseInstant(text: string): Date {
  const plain = text.endsWith('+00') ? text.slice(0, -3) : text;
  const instant = new Date(`${plain.replace(' ', 'T')}Z`);
  // Years before Christ, and infinity.
  return Number.isNaN(instant.getTime())
    ? (pg.types.getTypeParser(builtins.TIMESTAMPTZ)(text) as Date)
    : instant;
}

const parseBytes = pg.types.getTypeParser(builtins.BYTEA) as (text: string) => Uint8Array;

const parsers = new Map<number, Parse>([
  [builtins.INT8, BigInt],
  [builtins.OID, BigInt],
  [builtins.NUMERIC, (text) => new Prisma.Decimal(text)],
  [builtins.TIMESTAMPTZ, parseInstant],
  [builtins.TIMESTAMP, parseInstant],
  [builtins.DATE, (text) => new Date(`${text}T00:00:00Z`)],
  [builtins.JSON, (text) => JSON.parse(text)],
  [builtins.JSONB, (text) => JSON.parse(text)],
  [builtins.BYTEA, (text) => new Uint8Array(parseBytes(text))],
]);

/** The type of an array by that of its elements. */
const ARRAYS: readonly (readonly [array: number, element: number])[] = [
  [1016, builtins.INT8],
  [1231, builtins.NUMERIC],
  [1185, builtins.TIMESTAMPTZ],
  [1115, builtins.TIMESTAMP],
  [1182, builtins.DATE],
  [199, builtins.JSON],
  [3807, builtins.JSONB],
];
for (const [array, element] of ARRAYS) {
  const parse = parsers.get(element);
  const each = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(each) : typeof value === 'string' ? parse?.(value) : null;
  parsers.set(array, (text) => each(parseTextArray(text)));
}

/** Reads columns as Prisma's raw queries do: bigint, Decimal, instants in UTC, parsed JSON. */
export const rawTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    const parse = format === 'binary' ? undefined : parsers.get(oid);
    return parse ?? pg.types.getTypeParser(oid, format as 'text');
  },
};

/** A parameter as the driver takes it: instants in UTC, whatever zone the process is in. */
export function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toParameter);
  if (Prisma.Decimal.isDecimal(value)) return value.toFixed();
  return value;
}
