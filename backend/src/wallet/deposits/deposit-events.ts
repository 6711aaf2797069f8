import type { NewEvent } from '../../platform/events/index.ts';
import type { DepositRow } from './deposit-row.ts';

type Change = 'opened' | 'credited' | 'failed' | 'expired' | 'refunded' | 'review_opened';

/** The news of a deposit, for the person whose it is. */
export function depositEvents(
  { id, personId }: Pick<DepositRow, 'id' | 'personId'>,
  changes: readonly Change[] = [],
): NewEvent[] {
  const news = ['updated', ...changes].map((verb) => ({ type: `deposit.${verb}`, subjectId: id, personId }));
  const moved = changes.includes('credited') || changes.includes('refunded');
  return moved ? [...news, { type: 'wallet.updated', subjectId: personId, personId }] : news;
}
