import { TypeID } from 'typeid-js';
import { ID_PREFIXES } from '../../platform/ids.ts';

/** Version 7 and the variant of a UUID (RFC 9562), around 48 bits of time and 62 bits that are ours to choose. */
const VERSION = '7000';
const VARIANT = 1n << 63n;
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-7000-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/;

/**
 * A posting's id is made from its number and time instead of being stored: one index less in the ledger's
 * busiest table, and still a TypeID that sorts by creation.
 */
export function postingId(number: bigint, createdAt: Date): string {
  const time = createdAt.getTime().toString(16).padStart(12, '0');
  const hex = time + VERSION + (VARIANT | number).toString(16);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return TypeID.fromUUID(ID_PREFIXES.posting, uuid).toString();
}

/** What an id was made from; undefined for what is no id of a posting. */
export function parsePostingId(
  id: string,
): { readonly number: bigint; readonly createdAt: Date } | undefined {
  let uuid: string;
  try {
    uuid = TypeID.fromString(id, ID_PREFIXES.posting).toUUID();
  } catch {
    return undefined;
  }
  const [, high, low, variant, rest] = UUID.exec(uuid) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return {
    number: BigInt(`0x${variant}${rest}`) ^ VARIANT,
    createdAt: new Date(Number.parseInt(high + low, 16)),
  };
}
