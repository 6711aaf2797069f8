import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { convert, RateUnavailableError } from '../../rates/index.ts';
import {
  type BillingServices,
  RAIL_NAMES,
  type RailInquiry,
  type RailName,
  type RailTerms,
} from '../ports.ts';

/** Why something cannot be paid over a rail now. */
export type RailObstacle = 'not_owed' | 'not_set_up' | 'not_minted' | 'no_rate' | 'too_small';

/** A rail, as whoever is to pay may choose it. */
export interface RailOption {
  readonly rail: RailName;
  /** In what it is paid; null where it cannot be. */
  readonly currency: string | null;
  readonly needsPayer: boolean;
  readonly obstacle: RailObstacle | null;
}

type Services = Pick<BillingServices, 'rails' | 'rates' | 'currencies'>;

/** Every rail there is, and whether so much can be paid over it now; an amount of 0 is owed no more. */
export async function railOptions(
  tx: Tx,
  services: Services,
  inquiry: RailInquiry,
  amountUnits: bigint,
): Promise<RailOption[]> {
  return Promise.all(
    RAIL_NAMES.map(async (rail) => {
      const closed = (obstacle: RailObstacle): RailOption => ({
        rail,
        currency: null,
        needsPayer: false,
        obstacle,
      });
      if (amountUnits === 0n) return closed('not_owed');
      const terms = await termsOf(tx, services, rail, inquiry);
      if ('obstacle' in terms) return closed(terms.obstacle);
      const { currency, needsPayer, minimum = 0n } = terms;
      const amount = await worth(services, amountUnits, inquiry.currency, currency);
      if (amount === undefined) return closed('no_rate');
      return amount < minimum ? closed('too_small') : { rail, currency, needsPayer, obstacle: null };
    }),
  );
}

async function termsOf(
  tx: Tx,
  { rails }: Services,
  name: RailName,
  inquiry: RailInquiry,
): Promise<RailTerms> {
  const rail = rails[name];
  if (rail?.termsFor) return rail.termsFor(tx, inquiry);
  const { merchantId, currency: wanted } = inquiry;
  const currency = rail?.currencyFor({
    merchantId,
    currency: wanted,
    payer: null,
    onBehalfOf: null,
    mint: null,
  });
  return currency === undefined ? { obstacle: 'not_set_up' } : { currency, needsPayer: false };
}

/** What an amount is in another currency, as it would be quoted; undefined while nobody knows. */
async function worth(
  { rates, currencies }: Services,
  amountUnits: bigint,
  from: string,
  to: string,
): Promise<bigint | undefined> {
  if (from === to) return amountUnits;
  try {
    const { ratio } = await rates.rate(from, to);
    return convert({
      amountUnits,
      ratio,
      fromDecimals: currencies.get(from).decimals,
      toDecimals: currencies.get(to).decimals,
      rounding: 'up',
    });
  } catch (error) {
    if (error instanceof RateUnavailableError || error instanceof InvalidInputError) return undefined;
    throw error;
  }
}
