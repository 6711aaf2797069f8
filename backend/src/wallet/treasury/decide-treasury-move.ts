import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { isId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { postTreasuryMove } from './post-treasury-move.ts';
import { SecondOperatorNeededError, TreasuryMoveStateError } from './treasury.errors.ts';
import { lockMove, setMoveDecided } from './treasury-move.repository.ts';
import { nextMoveStatus } from './treasury-move.ts';

export interface TreasuryDecision {
  readonly moveId: string;
  readonly decision: 'confirm' | 'reject';
  readonly idempotencyKey: string;
}

/**
 * Confirms or rejects what another operator proposed; who proposed it may take it back.
 * @throws InvalidInputError, NotFoundError, TreasuryMoveStateError, SecondOperatorNeededError,
 *   InsufficientFundsError, IdempotencyKeyReusedError
 */
export async function decideTreasuryMove(
  services: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  operator: OperatorScope,
  { moveId, decision, idempotencyKey: key }: TreasuryDecision,
): Promise<void> {
  if (!isId('treasuryMove', moveId)) throw new InvalidInputError('moveId', 'an id of a treasury move');
  const { database, clock } = services;
  await database.transaction((tx) => {
    const now = clock.now();
    const request = {
      ownerId: operator.personId,
      key,
      operation: `treasury.${decision}`,
      input: { moveId },
    };
    return once(tx, now, request, async () => {
      const move = await lockMove(tx, operator, moveId);
      if (!move) throw new NotFoundError('treasury move', moveId);
      const status = nextMoveStatus(move.status, decision);
      if (status === undefined) throw new TreasuryMoveStateError(move.status);
      if (decision === 'confirm' && move.proposedBy === operator.personId) {
        throw new SecondOperatorNeededError();
      }
      const postingId = status === 'done' ? await postTreasuryMove(tx, services, move) : null;
      await setMoveDecided(tx, moveId, {
        status,
        decidedBy: operator.personId,
        decidedAt: now,
        postingId,
      });
      const type = `treasury_move.${status === 'done' ? 'confirmed' : 'rejected'}`;
      await recordAudit(tx, now, { actor: operatorActor(operator), action: type, subjectId: moveId });
      await recordEvents(tx, now, [{ type, subjectId: moveId }]);
      return moveId;
    });
  });
}
