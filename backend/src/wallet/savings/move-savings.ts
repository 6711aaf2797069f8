import { personActor, recordAudit, useLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { post } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';

export interface SavingsMove {
  /** In from the wallet, or back out to it. */
  readonly direction: 'deposit' | 'withdraw';
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  readonly idempotencyKey: string;
}

/**
 * Moves money between a person's wallet and savings, at once. Answers with the id of the move.
 * @throws InvalidInputError, CurrencyUnknownError, InsufficientFundsError, LimitExceededError,
 *   IdempotencyKeyReusedError
 */
export async function moveSavings(
  services: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  person: PersonScope,
  { direction, currency, amount, idempotencyKey }: SavingsMove,
): Promise<{ readonly id: string }> {
  services.currencies.get(currency);
  if (amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
  const { personId } = person;
  const now = services.clock.now();
  const operation = `savings.${direction}`;
  const input = { currency, amount };
  return services.database.transaction((tx) =>
    once(tx, now, { ownerId: personId, key: idempotencyKey, operation, input }, async () => {
      const id = newId('savingsMove');
      await useLimit(tx, now, { key: id, personId, operation: 'savings', currency, amount });
      const [wallet, savings] = await accountIds(tx, services, [
        personAccount(personId, currency),
        personAccount(personId, currency, 'savings'),
      ]);
      const [from, to] = direction === 'deposit' ? [wallet, savings] : [savings, wallet];
      await post(tx, now, {
        key: `${operation}:${id}`,
        kind: operation,
        movements: [{ action: 'transfer', from, to, amount, currency }],
        metadata: { subject: id },
      });
      const type = direction === 'deposit' ? 'savings.deposited' : 'savings.withdrawn';
      const data = { currency, amount: amount.toString() };
      await recordEvents(tx, now, [
        { type, subjectId: id, personId, data },
        { type: 'wallet.updated', subjectId: personId, personId },
      ]);
      await recordAudit(tx, now, { actor: personActor(person), action: type, subjectId: id, details: data });
      return id;
    }),
  );
}
