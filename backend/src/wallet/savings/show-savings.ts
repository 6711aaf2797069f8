import type { PersonScope } from '../../identity/index.ts';
import { balancesOf } from '../accounts/wallet-balance.ts';
import type { WalletServices } from '../ports.ts';
import { utcDay } from '../utc-day.ts';
import { findEarned } from './accruals.repository.ts';
import { ratePpmOn } from './savings-rate.ts';
import { listSavingsRates } from './savings-rates.repository.ts';

/** A person's savings in one currency, in its smallest unit. */
export interface Savings {
  readonly currency: string;
  readonly decimals: number;
  readonly balance: bigint;
  /** Interest credited so far. */
  readonly earned: bigint;
  /** Of today, in parts per million a year. */
  readonly ratePpm: number;
  /** The last UTC day whose interest is credited; null before the first. */
  readonly accruedThrough: Date | null;
}

export async function showSavings(
  { database, currencies, clock }: Pick<WalletServices, 'database' | 'currencies' | 'clock'>,
  person: PersonScope,
): Promise<Savings[]> {
  const { client } = database;
  const [balances, earned, rates] = await Promise.all([
    balancesOf(client, person),
    findEarned(client, person),
    listSavingsRates(client),
  ]);
  const today = utcDay(clock.now());
  return balances
    .filter(({ kind }) => kind === 'savings')
    .map(({ currency, total }) => {
      const own = earned.find((each) => each.currency === currency);
      return {
        currency,
        decimals: currencies.get(currency).decimals,
        balance: total,
        earned: own?.paid ?? 0n,
        ratePpm: ratePpmOn(rates, currency, today),
        accruedThrough: own?.accruedThrough ?? null,
      };
    });
}
