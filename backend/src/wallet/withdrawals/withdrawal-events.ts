import type { NewEvent } from '../../platform/events/index.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';

type Change =
  | 'requested'
  | 'approved'
  | 'sent'
  | 'unknown'
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'rejected'
  | 'problem';

const MOVES_MONEY: readonly Change[] = ['requested', 'completed', 'failed', 'canceled', 'rejected'];

/** The news of a withdrawal, for the person whose it is. */
export function withdrawalEvents(
  { id, personId }: Pick<WithdrawalRow, 'id' | 'personId'>,
  changes: readonly Change[] = [],
): NewEvent[] {
  const news = ['updated', ...changes].map((verb) => ({
    type: `withdrawal.${verb}`,
    subjectId: id,
    personId,
  }));
  const moved = changes.some((change) => MOVES_MONEY.includes(change));
  return moved ? [...news, { type: 'wallet.updated', subjectId: personId, personId }] : news;
}
