import type { PersonScope } from '../../identity/index.ts';
import { ownWallet } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { findTargets } from './allocations.repository.ts';
import { type Allocation, compareAllocations } from './allocations.ts';
import { priceList } from './price-list.ts';
import { type Portfolio, valuePortfolio } from './value-portfolio.ts';

export interface Allocations extends Pick<Portfolio, 'currency' | 'decimals' | 'total' | 'unpriced'> {
  /** Whether there are targets at all. */
  readonly targeted: boolean;
  readonly rows: readonly Allocation[];
}

/**
 * A person's targets beside what they have, valued in a currency.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function showAllocations(
  services: Pick<WalletServices, 'database' | 'currencies' | 'rates' | 'clock'>,
  person: PersonScope,
  currency: string,
): Promise<Allocations> {
  const portfolio = await valuePortfolio(services, ownWallet(person), currency);
  const targets = await findTargets(services.database.client, person);
  const held = new Set(portfolio.positions.map((position) => position.currency));
  const aimedFor = targets.filter((target) => !held.has(target.currency)).map((target) => target.currency);
  const prices = await priceList(services, aimedFor, currency);
  const rows = compareAllocations(portfolio, targets, (code) => prices.has(code));
  const { decimals, total } = portfolio;
  const unpriced = [...portfolio.unpriced, ...aimedFor.filter((code) => !prices.has(code))].sort();
  return { currency, decimals, total, unpriced, targeted: targets.length > 0, rows };
}
