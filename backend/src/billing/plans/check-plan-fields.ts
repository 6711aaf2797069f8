import type { BitcoinNetwork } from '../../bitcoin/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { canonicalAddress } from '../canonical-address.ts';
import { type Interval, MAX_INTERVAL_COUNT } from '../periods/index.ts';

export interface PlanInputFields {
  readonly name: string;
  readonly description?: string | null | undefined;
  /** Of one period, in satoshi. */
  readonly priceSats: bigint;
  readonly interval: Interval;
  /** Where subscribers pay; the member's own address unless given. */
  readonly payoutAddress?: string | null | undefined;
  /** Periods that may be sold in all; no limit unless given. */
  readonly supplyLimit?: bigint | null | undefined;
}

export interface CheckedPlanFields {
  readonly name: string;
  readonly description: string | null;
  readonly priceSats: bigint;
  readonly interval: Interval;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
}

const PLAN_NAME_LIMIT = 100;
/** What the contract takes (MAX_NAME_BYTES in its plan.ts): a longer name would make a plan that cannot be minted. */
const PLAN_NAME_BYTES = 128;
const PLAN_DESCRIPTION_LIMIT = 2_000;
/** The largest dust threshold of a standard output (p2pkh, Bitcoin Core's default): less cannot be paid. */
export const PRICE_MIN_SATS = 546n;
/** All bitcoin there will be. */
const PRICE_MAX_SATS = 2_100_000_000_000_000n;
const INT64_MAX = 2n ** 63n - 1n;

/** The plan's fields as they are stored. @throws InvalidInputError naming the first field that cannot be */
export function checkPlanFields(
  input: PlanInputFields,
  network: BitcoinNetwork,
  memberAddress: string | undefined,
): CheckedPlanFields {
  const name = input.name.trim();
  check(
    isName(name),
    'name',
    `1 to ${PLAN_NAME_LIMIT} characters on one line, ${PLAN_NAME_BYTES} bytes in all`,
  );
  const description = input.description?.trim() || null;
  check(
    description === null || isDescription(description),
    'description',
    `at most ${PLAN_DESCRIPTION_LIMIT} printable characters`,
  );
  const { priceSats, interval, supplyLimit = null } = input;
  check(
    priceSats >= PRICE_MIN_SATS && priceSats <= PRICE_MAX_SATS,
    'priceSats',
    `from ${PRICE_MIN_SATS} to ${PRICE_MAX_SATS}`,
  );
  check(
    Number.isInteger(interval.count) && interval.count >= 1 && interval.count <= MAX_INTERVAL_COUNT,
    'interval.count',
    `from 1 to ${MAX_INTERVAL_COUNT}`,
  );
  check(
    supplyLimit === null || (supplyLimit >= 1n && supplyLimit <= INT64_MAX),
    'supplyLimit',
    `from 1 to ${INT64_MAX}`,
  );
  const payTo = input.payoutAddress ?? memberAddress;
  if (payTo === undefined) throw new InvalidInputError('payoutAddress', 'where subscribers pay');
  const payoutAddress = canonicalAddress(payTo, network, 'payoutAddress');
  return { name, description, priceSats, interval, payoutAddress, supplyLimit };
}

function check(right: boolean, field: string, expected: string): void {
  if (!right) throw new InvalidInputError(field, expected);
}

/** On one line, without characters that reorder or hide what is shown (Cf), halves of pairs (Cs) or controls. */
function isName(text: string): boolean {
  const fits = text.length <= PLAN_NAME_LIMIT && Buffer.byteLength(text) <= PLAN_NAME_BYTES;
  return text !== '' && fits && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text);
}

/** On any number of lines. */
function isDescription(text: string): boolean {
  return text.length <= PLAN_DESCRIPTION_LIMIT && !/[\p{Cc}\p{Cs}]/u.test(text.replace(/[\t\r\n]/g, ''));
}
