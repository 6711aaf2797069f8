import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { postTreasuryMove } from './post-treasury-move.ts';
import { insertMove } from './treasury-move.repository.ts';
import { needsSecondOperator, type TreasuryMove, type TreasuryMoveKind } from './treasury-move.ts';

export interface NewTreasuryMove {
  readonly kind: TreasuryMoveKind;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  readonly reason: string;
  readonly idempotencyKey: string;
}

const MAX_REASON = 300;
const AMOUNT_END = 10n ** 38n;

/** @throws InvalidInputError */
export function checkReason(reason: string): string {
  const text = reason.trim();
  const isPrintable = !/\p{Cc}/u.test(text);
  if (text === '' || text.length > MAX_REASON || !isPrintable) {
    throw new InvalidInputError('reason', `one line of 1 to ${MAX_REASON} characters`);
  }
  return text;
}

/**
 * Moves the platform's own money, or proposes to where a second operator has to agree. Gives the move's id.
 * @throws InvalidInputError, CurrencyUnknownError, InsufficientFundsError, IdempotencyKeyReusedError
 */
export async function recordTreasuryMove(
  services: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  operator: OperatorScope,
  { kind, currency, amount, reason: given, idempotencyKey: key }: NewTreasuryMove,
): Promise<string> {
  const { database, clock, currencies } = services;
  if (amount <= 0n || amount >= AMOUNT_END) throw new InvalidInputError('amount', 'more than zero');
  const reason = checkReason(given);
  currencies.get(currency);
  const { id } = await database.transaction((tx) => {
    const now = clock.now();
    const input = { kind, currency, amount, reason };
    const request = { ownerId: operator.personId, key, operation: 'treasury.record', input };
    return once(tx, now, request, async () => {
      const move: TreasuryMove = {
        id: newId('treasuryMove'),
        kind,
        currency,
        amount,
        reason,
        status: needsSecondOperator(kind) ? 'proposed' : 'done',
        proposedBy: operator.personId,
        proposedAt: now,
        decidedBy: null,
        decidedAt: null,
        postingId: null,
      };
      const postingId = move.status === 'done' ? await postTreasuryMove(tx, services, move) : null;
      await insertMove(tx, { ...move, postingId });
      const verb = move.status === 'done' ? 'recorded' : 'proposed';
      await recordAudit(tx, now, {
        actor: operatorActor(operator),
        action: `treasury_move.${verb}`,
        subjectId: move.id,
        details: { kind, currency, amount: amount.toString(), reason },
      });
      await recordEvents(tx, now, [{ type: `treasury_move.${verb}`, subjectId: move.id }]);
      return move.id;
    });
  });
  return id;
}
