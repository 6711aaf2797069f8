import { personActor, recordAudit, useLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { placeHold } from '../../ledger/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount } from '../accounts/account-names.ts';
import { requireAsset } from '../deposits/require-provider.ts';
import { insertWithdrawal } from './withdrawal.repository.ts';
import { approvalsNeeded, withdrawalFee } from './withdrawal.ts';
import { withdrawalEvents } from './withdrawal-events.ts';
import { requirePayoutProvider, type WithdrawalServices } from './withdrawal-services.ts';

export interface WithdrawalRequest {
  /** The provider's code, network included: `usdttrc20`. */
  readonly asset: string;
  /** What is to arrive, in the smallest unit of its currency; the fee comes on top. */
  readonly amount: bigint;
  readonly address: string;
  /** Memo or tag, for networks that have one. */
  readonly addressExtra?: string | null | undefined;
  readonly idempotencyKey: string;
}

const MAX_ADDRESS = 200;

/**
 * Asks for money to be sent out: locks it with the fee until an operator has decided and it was sent.
 * @throws WithdrawalsUnavailableError, InvalidInputError, InsufficientFundsError, LimitExceededError,
 *   IdempotencyKeyReusedError, and what the provider throws when it cannot check the address
 */
export async function requestWithdrawal(
  services: WithdrawalServices,
  person: PersonScope,
  { asset: code, amount, address, addressExtra = null, idempotencyKey: key }: WithdrawalRequest,
): Promise<{ readonly withdrawalId: string }> {
  const { database, clock, config } = services;
  const provider = requirePayoutProvider(services);
  const { asset, currency } = requireAsset(provider.assets, code);
  if (amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
  if (address.length > MAX_ADDRESS || (addressExtra?.length ?? 0) > MAX_ADDRESS)
    throw new InvalidInputError('address', `${MAX_ADDRESS} characters at most`);
  await provider.check({ asset, address, addressExtra, amount });

  const { personId } = person;
  const input = { asset, amount, address, addressExtra };
  const { id: withdrawalId } = await database.transaction((tx) => {
    const now = clock.now();
    return once(tx, now, { ownerId: personId, key, operation: 'withdrawal.request', input }, async () => {
      const id = newId('withdrawal');
      const fee = withdrawalFee(config, currency, amount);
      await useLimit(tx, now, { key: id, personId, operation: 'withdrawal', currency, amount });
      const [account] = await accountIds(tx, services, [personAccount(personId, currency)]);
      const { holdId } = await placeHold(tx, now, {
        key: `withdrawal.lock:${id}`,
        kind: 'withdrawal.lock',
        account,
        amount: amount + fee,
        currency,
        metadata: { subject: id },
      });
      await insertWithdrawal(tx, now, {
        id,
        personId,
        provider: provider.name,
        currency,
        asset,
        address,
        addressExtra,
        amount,
        fee,
        approvalsNeeded: approvalsNeeded(config, currency, amount),
        holdId,
      });
      await recordAudit(tx, now, {
        actor: personActor(person),
        action: 'withdrawal.requested',
        subjectId: id,
        details: { asset, address, amount: amount.toString(), fee: fee.toString() },
      });
      await recordEvents(tx, now, withdrawalEvents({ id, personId }, ['requested']));
      return id;
    });
  });
  return { withdrawalId };
}
