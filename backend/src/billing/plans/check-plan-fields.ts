import type { BitcoinNetwork } from '../../bitcoin/index.ts';
import type { Currencies } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { canonicalAddress } from '../canonical-address.ts';
import type { Interval } from '../periods/index.ts';
import { type CheckedPrice, checkPrice, MAX_PRICES, type PriceInputFields } from './check-price.ts';
import type { PlanFeatures } from './plan-row.ts';

export interface PlanInputFields {
  readonly name: string;
  readonly description?: string | null | undefined;
  /** Of one period, in satoshi: the price of a plan that is minted on the chain. */
  readonly priceSats?: bigint | null | undefined;
  readonly interval?: Interval | null | undefined;
  /** Prices of a plan that is not, or further ones. */
  readonly prices?: readonly PriceInputFields[] | null | undefined;
  readonly features?: PlanFeatures | null | undefined;
  /** Where subscribers pay; the member's own address unless given. */
  readonly payoutAddress?: string | null | undefined;
  /** Periods that may be sold in all; no limit unless given. */
  readonly supplyLimit?: bigint | null | undefined;
}

export interface CheckedPlanFields {
  readonly name: string;
  readonly description: string | null;
  readonly payoutAddress: string;
  readonly supplyLimit: bigint | null;
  readonly features: PlanFeatures;
  readonly prices: readonly CheckedPrice[];
}

const PLAN_NAME_LIMIT = 100;
/** What the contract takes (MAX_NAME_BYTES in its plan.ts): a longer name would make a plan that cannot be minted. */
const PLAN_NAME_BYTES = 128;
const PLAN_DESCRIPTION_LIMIT = 2_000;
const INT64_MAX = 2n ** 63n - 1n;

interface PlanChecks {
  readonly network: BitcoinNetwork;
  readonly currencies: Currencies;
  /** None for an API key. */
  readonly memberAddress: string | undefined;
}

/** The plan's fields as they are stored. @throws InvalidInputError naming the first field that cannot be */
export function checkPlanFields(
  input: PlanInputFields,
  { network, currencies, memberAddress }: PlanChecks,
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
  const { priceSats = null, interval = null, supplyLimit = null } = input;
  check((priceSats === null) === (interval === null), 'interval', 'together with priceSats, or neither');
  const minted =
    priceSats !== null && interval !== null
      ? [checkPrice({ amount: priceSats, currency: 'BTC', interval, onChain: true }, currencies, 'priceSats')]
      : [];
  const prices = [...minted, ...(input.prices ?? []).map((price) => checkPrice(price, currencies))];
  check(prices.length >= 1 && prices.length <= MAX_PRICES, 'prices', `from 1 to ${MAX_PRICES}`);
  check(prices.filter(({ onChain }) => onChain).length <= 1, 'prices', 'one price on the chain at most');
  check(
    supplyLimit === null || prices.some(({ onChain }) => onChain),
    'supplyLimit',
    'none for a plan that is not minted on the chain',
  );
  const features = checkFeatures(input.features ?? {});
  check(
    supplyLimit === null || (supplyLimit >= 1n && supplyLimit <= INT64_MAX),
    'supplyLimit',
    `from 1 to ${INT64_MAX}`,
  );
  const payTo = input.payoutAddress ?? memberAddress;
  if (payTo === undefined) throw new InvalidInputError('payoutAddress', 'where subscribers pay');
  const payoutAddress = canonicalAddress(payTo, network, 'payoutAddress');
  return { name, description, payoutAddress, supplyLimit, features, prices };
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

const MAX_FEATURES = 50;
const FEATURE_KEY = /^[a-z][a-z0-9_.-]{0,49}$/;
const FEATURE_TEXT_LIMIT = 200;

function checkFeatures(features: PlanFeatures): PlanFeatures {
  const entries = Object.entries(features);
  const usable = (value: unknown) =>
    value === true ||
    (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
    (typeof value === 'string' && value.length <= FEATURE_TEXT_LIMIT && !/[\p{Cc}\p{Cs}]/u.test(value));
  check(
    entries.length <= MAX_FEATURES && entries.every(([key, value]) => FEATURE_KEY.test(key) && usable(value)),
    'features',
    `at most ${MAX_FEATURES} keys of lower-case letters, digits, dots, dashes and underscores, each with true, a whole number or a text of at most ${FEATURE_TEXT_LIMIT} characters`,
  );
  return features;
}
