import { personActor, recordAudit, useLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { insertDeposit } from './deposit.repository.ts';
import { depositEvents } from './deposit-events.ts';
import { DepositTooSmallError } from './deposits.errors.ts';
import { openDeposit } from './open-deposit.ts';
import { type DepositServices, requireAsset, requireDepositProvider } from './require-provider.ts';

export interface NewDeposit {
  /** The provider's code, network included: `usdttrc20`. */
  readonly asset: string;
  /** In the smallest unit of its currency. */
  readonly amount: bigint;
  readonly idempotencyKey: string;
}

/**
 * Asks for an address to pay to. The deposit is stored before the provider is asked: while no answer has come it
 * is `creating`, and the address follows.
 * @throws DepositsUnavailableError, InvalidInputError, DepositTooSmallError, LimitExceededError,
 *   IdempotencyKeyReusedError, and what the provider throws when it cannot say its minimum
 */
export async function createDeposit(
  services: DepositServices,
  person: PersonScope,
  { asset: code, amount, idempotencyKey: key }: NewDeposit,
): Promise<{ readonly depositId: string }> {
  const { database, clock } = services;
  const provider = requireDepositProvider(services);
  const { asset, currency } = requireAsset(provider.assets, code);
  if (amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
  const minimum = await provider.minimum(asset);
  if (amount < minimum) throw new DepositTooSmallError(currency, minimum);

  const { personId } = person;
  const { id: depositId } = await database.transaction((tx) => {
    const now = clock.now();
    const request = { ownerId: personId, key, operation: 'deposit.create', input: { asset, amount } };
    return once(tx, now, request, async () => {
      const id = newId('deposit');
      await insertDeposit(tx, now, { id, personId, provider: provider.name, currency, asset, amount });
      await useLimit(tx, now, { key: id, personId, operation: 'deposit', currency, amount });
      const details = { asset, amount: amount.toString() };
      await recordAudit(tx, now, {
        actor: personActor(person),
        action: 'deposit.created',
        subjectId: id,
        details,
      });
      await recordEvents(tx, now, depositEvents({ id, personId }));
      return id;
    });
  });
  await openDeposit(services, depositId);
  return { depositId };
}
