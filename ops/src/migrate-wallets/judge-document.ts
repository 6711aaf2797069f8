import { type Document, deserialize } from 'bson';
import type { Currencies, Currency } from '../../../backend/src/ledger/index.ts';
import { CURRENCY_FIELDS, type LegacyCollection, UNCLEAR_FIELD, USER_FIELDS } from './collections.ts';
import { describeValue, identifierText } from './describe-value.ts';
import { documentIdText } from './document-id.ts';
import { type AmountProblem, readAmount } from './read-amount.ts';

/** Why a row is set aside. Duplicates are found when all rows are known. */
export type QuarantineReason =
  | AmountProblem
  | 'unreadable'
  | 'missing_id'
  | 'ambiguous'
  | 'missing_user'
  | 'invalid_user'
  | 'missing_currency'
  | 'unknown_currency'
  | 'missing_amount'
  | 'negative'
  | 'total_mismatch'
  | 'duplicate'
  | 'duplicate_id';

/** What is read from a document, as far as it can be. Amounts are in the currency's smallest unit. */
export interface JudgedRow {
  readonly documentId: string | null;
  readonly userId: string | null;
  /** The code of a known currency, else what is written there. */
  readonly currency: string | null;
  readonly decimals: number | null;
  readonly available: bigint | null;
  readonly locked: bigint | null;
  /** Values as they are written. */
  readonly found: {
    readonly available: string | null;
    readonly locked: string | null;
    readonly total: string | null;
  };
  /** The first thing that is wrong, and how; null for a row to migrate. */
  readonly fault: { readonly reason: QuarantineReason; readonly detail: string } | null;
}

export interface JudgeOptions {
  readonly currencies: Currencies;
  /** What `balance` is beside a locked amount and without a total. */
  readonly balanceIs?: 'available' | 'total' | undefined;
}

const MAX_USER_ID = 200;
const NOTHING_FOUND = { available: null, locked: null, total: null };

/** Reads a BSON document of a collection; what is wrong with it is part of the answer. Never throws. */
export function judgeDocument(
  bytes: Uint8Array,
  collection: LegacyCollection,
  options: JudgeOptions,
): JudgedRow {
  let document: Document;
  try {
    document = deserialize(bytes, { useBigInt64: true, promoteBuffers: false });
  } catch (error) {
    const detail = `the BSON cannot be read: ${error instanceof Error ? error.message : error}`.slice(0, 200);
    return {
      documentId: null,
      userId: null,
      currency: null,
      decimals: null,
      available: null,
      locked: null,
      found: NOTHING_FOUND,
      fault: { reason: 'unreadable', detail },
    };
  }
  return judge(document, collection, options);
}

function judge(document: Document, collection: LegacyCollection, options: JudgeOptions): JudgedRow {
  const faults: { reason: QuarantineReason; detail: string }[] = [];
  const fault = (reason: QuarantineReason, detail: string) => {
    faults.push({ reason, detail });
  };
  /** The one of these fields that is there. */
  const pick = (names: readonly string[]): { name: string; value: unknown } | undefined => {
    const present = names.filter((name) => document[name] !== undefined);
    const [name] = present;
    if (present.length > 1) fault('ambiguous', `it has both ${present.join(' and ')}`);
    return name === undefined ? undefined : { name, value: document[name] };
  };

  if (document._id === undefined) fault('missing_id', 'it has no _id');
  const documentId = document._id === undefined ? null : documentIdText(document._id);

  const user = pick(USER_FIELDS);
  const userId = user === undefined ? null : (identifierText(user.value) ?? null);
  if (user === undefined || user.value === null || userId?.trim() === '') {
    fault('missing_user', `it has no ${USER_FIELDS.join(' or ')}`);
  } else if (userId === null || userId.length > MAX_USER_ID || userId.includes('\0')) {
    fault('invalid_user', `${user.name} is ${describeValue(user.value)}`);
  }

  const asset = pick(CURRENCY_FIELDS);
  const currency = findCurrency(asset?.value, options.currencies);
  if (asset === undefined || asset.value === null || asset.value === '') {
    fault('missing_currency', `it has no ${CURRENCY_FIELDS.join(' or ')}`);
  } else if (currency === undefined) {
    fault('unknown_currency', `${asset.name} is ${describeValue(asset.value)}: see LEDGER_CURRENCIES`);
  }

  const fields = {
    available: pick(collection.available),
    locked: pick(collection.locked),
    total: pick(collection.total),
  };
  const units = (
    field: { name: string; value: unknown } | undefined,
    missing: bigint | null,
  ): bigint | null => {
    if (field === undefined || currency === undefined) return field === undefined ? missing : null;
    const read = readAmount(field.value, currency.decimals);
    if (read.problem === undefined) return read.units;
    fault(read.problem, explain(read.problem, `${field.name} ${describeValue(field.value)}`, currency));
    return null;
  };
  if (fields.available === undefined)
    fault('missing_amount', `it has no ${collection.available.join(' or ')}`);
  const first = units(fields.available, null);
  const locked = units(fields.locked, 0n);
  const total = units(fields.total, null);

  const unclear = fields.available?.name === UNCLEAR_FIELD && locked !== 0n && fields.total === undefined;
  if (unclear && options.balanceIs === undefined) {
    fault('ambiguous', `${UNCLEAR_FIELD} beside a locked amount may be the total or not: see --balance-is`);
  }
  const available =
    unclear && options.balanceIs === 'total' && first !== null && locked !== null ? first - locked : first;
  const ambiguous = faults.some(({ reason }) => reason === 'ambiguous');

  for (const [name, amount] of Object.entries({ available, locked, total })) {
    if (amount !== null && amount < 0n) fault('negative', `${name} is below zero`);
  }
  if (total !== null && available !== null && locked !== null && total !== available + locked) {
    fault('total_mismatch', `the total is not available + locked`);
  }
  return {
    documentId,
    userId: userId?.includes('\0') ? userId.replaceAll('\0', '\u2400') : userId,
    currency: currency?.code ?? (asset === undefined ? null : plainText(asset.value)),
    decimals: currency?.decimals ?? null,
    available: ambiguous ? null : available,
    locked: ambiguous ? null : locked,
    found: {
      available: found(fields.available),
      locked: found(fields.locked),
      total: found(fields.total),
    },
    fault: faults[0] ?? null,
  };
}

/** Codes are the same in capitals and small letters. */
function findCurrency(value: unknown, { all }: Currencies): Currency | undefined {
  if (typeof value !== 'string') return undefined;
  const code = value.toUpperCase();
  return all.find((currency) => currency.code === code);
}

/** As describeValue, and text without its quotes. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? describeValue(value).slice(1, -1) : describeValue(value);
}

function found(field: { value: unknown } | undefined): string | null {
  return field === undefined ? null : plainText(field.value);
}

function explain(problem: AmountProblem, what: string, { code, decimals }: Currency): string {
  switch (problem) {
    case 'not_a_number':
      return `${what} is no number`;
    case 'too_fine':
      return `${what} has more than the ${decimals} decimals of ${code}`;
    case 'float_artefact':
      return `${what} is a double with more than the ${decimals} decimals of ${code}`;
    case 'too_large':
      return `${what} is more than there can be`;
  }
}
