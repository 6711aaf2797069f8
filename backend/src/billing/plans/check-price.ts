import type { Currencies } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type Interval, MAX_INTERVAL_COUNT } from '../periods/index.ts';
import type { PriceRow } from './plan-row.ts';

/** Amounts are in the currency's smallest unit. */
export interface PriceInputFields {
  readonly amount: bigint;
  readonly currency: string;
  readonly interval: Interval;
  readonly nickname?: string | null | undefined;
  readonly setupFee?: bigint | null | undefined;
  readonly trialDays?: number | null | undefined;
  readonly graceDays?: number | null | undefined;
  readonly onChain?: boolean | null | undefined;
  /** Of a price on the chain in another currency than BTC: the least that the contract takes for one period. */
  readonly floorSats?: bigint | null | undefined;
}

export type CheckedPrice = Omit<PriceRow, 'id' | 'planId' | 'active'>;

export const MAX_PRICES = 20;
/** The largest dust threshold of a standard output (p2pkh, Bitcoin Core's default): less cannot be paid. */
export const PRICE_MIN_SATS = 546n;
/** All bitcoin there will be. */
const PRICE_MAX_SATS = 2_100_000_000_000_000n;
const AMOUNT_MAX = 10n ** 30n;
const NICKNAME_LIMIT = 60;
const TRIAL_MAX_DAYS = 730;
const GRACE_MAX_DAYS = 365;

/**
 * A price as it is stored.
 * @throws InvalidInputError naming the first field that cannot be, CurrencyUnknownError
 */
export function checkPrice(
  input: PriceInputFields,
  currencies: Currencies,
  amountField = 'amount',
): CheckedPrice {
  const { amount, interval, trialDays, graceDays, setupFee } = input;
  const onChain = input.onChain ?? false;
  const currency = currencies.get(input.currency).code;
  const [least, most] = currency === 'BTC' ? [PRICE_MIN_SATS, PRICE_MAX_SATS] : [1n, AMOUNT_MAX];
  check(amount >= least && amount <= most, amountField, `from ${least} to ${most}`);
  const floorSats = input.floorSats ?? null;
  const floored = onChain && currency !== 'BTC';
  check(
    floored ? isSats(floorSats) : floorSats === null,
    'floorSats',
    floored
      ? `from ${PRICE_MIN_SATS} to ${PRICE_MAX_SATS}`
      : 'none but for a price on the chain that is not in BTC',
  );
  check(
    Number.isInteger(interval.count) && interval.count >= 1 && interval.count <= MAX_INTERVAL_COUNT,
    'interval.count',
    `from 1 to ${MAX_INTERVAL_COUNT}`,
  );
  const nickname = input.nickname?.trim() || null;
  check(
    nickname === null || (nickname.length <= NICKNAME_LIMIT && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(nickname)),
    'nickname',
    `at most ${NICKNAME_LIMIT} characters on one line`,
  );
  const fee = setupFee ?? 0n;
  check(
    fee >= 0n && fee <= AMOUNT_MAX && (fee === 0n || !onChain),
    'setupFee',
    'zero or more; none on the chain',
  );
  return {
    amount,
    currency,
    interval,
    nickname,
    setupFee: fee,
    trialDays: checkDays(trialDays ?? 0, TRIAL_MAX_DAYS, 'trialDays'),
    graceDays: checkDays(graceDays ?? 0, GRACE_MAX_DAYS, 'graceDays'),
    onChain,
    floorSats,
  };
}

function isSats(amount: bigint | null): boolean {
  return amount !== null && amount >= PRICE_MIN_SATS && amount <= PRICE_MAX_SATS;
}

function checkDays(days: number, most: number, field: string): number {
  check(Number.isInteger(days) && days >= 0 && days <= most, field, `from 0 to ${most}`);
  return days;
}

function check(right: boolean, field: string, expected: string): void {
  if (!right) throw new InvalidInputError(field, expected);
}
