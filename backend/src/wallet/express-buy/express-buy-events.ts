import type { NewEvent } from '../../platform/events/index.ts';
import type { ExpressBuyStatus } from './express-buy.ts';

type Subject = { readonly id: string; readonly personId: string };

/** The news of a purchase: that something changed, and what it is now. */
export function expressBuyEvents({ id, personId }: Subject, status: ExpressBuyStatus): NewEvent[] {
  return ['updated', status].map((verb) => ({ type: `express_buy.${verb}`, subjectId: id, personId }));
}

/** The same where the person's balances changed too. */
export function expressBuyMoneyEvents(subject: Subject, status: ExpressBuyStatus): NewEvent[] {
  const { personId } = subject;
  return [...expressBuyEvents(subject, status), { type: 'wallet.updated', subjectId: personId, personId }];
}
