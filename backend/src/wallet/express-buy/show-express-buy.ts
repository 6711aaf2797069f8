import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { WalletServices } from '../ports.ts';
import { describeTerms } from '../pricing/exchange-terms.type.ts';
import { findOwnBuy } from './express-buy.repository.ts';
import { type ExpressBuy, statusAt } from './express-buy.ts';
import type { ExpressBuyType } from './express-buy.type.ts';

/** A person's own purchase as it is now. @throws NotFoundError */
export async function showExpressBuy(
  { database, clock }: Pick<WalletServices, 'database' | 'clock'>,
  person: PersonScope,
  id: string,
): Promise<ExpressBuyType> {
  const buy = await findOwnBuy(database.client, person, id);
  if (!buy) throw new NotFoundError('purchase', id);
  return describeBuy(buy, clock.now());
}

export function describeBuy(buy: ExpressBuy, now: Date): ExpressBuyType {
  return { ...buy, status: statusAt(buy, now), terms: describeTerms(buy.terms) };
}
