import { InvalidInputError } from '../../platform/errors/index.ts';
import { type Rate, RateUnavailableError } from '../../rates/index.ts';
import type { WalletServices } from '../ports.ts';

/** The rates of these currencies in another, now. Those that have none are not in it. */
export async function priceList(
  { rates }: Pick<WalletServices, 'rates'>,
  codes: Iterable<string>,
  quote: string,
): Promise<Map<string, Rate>> {
  const found = await Promise.all(
    [...new Set(codes)].map(async (code) => {
      try {
        return [[code, await rates.rate(code, quote)] as const];
      } catch (error) {
        if (error instanceof RateUnavailableError || error instanceof InvalidInputError) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}
