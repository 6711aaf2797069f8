import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { accountsOf, type Movement, openAccounts, post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { isId, newId } from '../../platform/ids.ts';
import { type PersonAccountKind, personAccount } from '../accounts/account-names.ts';
import { personExists } from '../portfolio/person.repository.ts';
import type { WalletServices } from '../ports.ts';
import { LegacyWalletLinkedError } from './legacy.errors.ts';
import { legacyOwner } from './legacy-owner.ts';
import { lockLegacyUser, setLinked } from './legacy-user.repository.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'currencies'>;

export interface LegacyLink {
  readonly legacyUserId: string;
  readonly personId: string;
  readonly idempotencyKey: string;
}

/**
 * Gives a legacy wallet to the person whose it is: everything available goes to their accounts of the same kind, in one
 * posting. What is locked stays until the lock is settled; linking again moves what has come free. Answers with the id
 * of this link.
 * @throws NotFoundError for an unknown legacy user or person, LegacyWalletLinkedError, IdempotencyKeyReusedError
 */
export async function linkLegacyWallet(
  services: Services,
  operator: OperatorScope,
  { legacyUserId, personId, idempotencyKey }: LegacyLink,
): Promise<{ readonly id: string }> {
  const now = services.clock.now();
  const request = {
    ownerId: operator.personId,
    key: idempotencyKey,
    operation: 'legacy.link',
    input: { legacyUserId, personId },
  };
  return services.database.transaction((tx) =>
    once(tx, now, request, async () => {
      const user = await lockLegacyUser(tx, operator, legacyUserId);
      if (user === undefined) throw new NotFoundError('legacy user', legacyUserId);
      if (!isId('person', personId) || !(await personExists(tx, operator, personId))) {
        throw new NotFoundError('user', personId);
      }
      if (user.personId !== null && user.personId !== personId) {
        throw new LegacyWalletLinkedError(legacyUserId, user.personId);
      }
      if (user.personId === null) await setLinked(tx, operator, { legacyUserId, personId }, now);
      const id = newId('legacyLink');
      const movements = await movementsTo(tx, services, { legacyUserId, personId });
      if (movements.length > 0) {
        const metadata = { subject: id, legacyUserId };
        await post(tx, now, { key: `legacy.link:${id}`, kind: 'legacy.link', movements, metadata });
      }
      await recordEvents(tx, now, [
        { type: 'legacy_wallet.linked', subjectId: id, personId },
        { type: 'wallet.updated', subjectId: personId, personId },
      ]);
      await recordAudit(tx, now, {
        actor: operatorActor(operator),
        action: 'legacy_wallet.linked',
        subjectId: personId,
        details: {
          legacyUserId,
          link: id,
          moved: movements.map(({ currency, amount }) => `${amount} ${currency}`),
        },
      });
      return id;
    }),
  );
}

/** What takes everything available from a legacy wallet to the accounts of a person. */
async function movementsTo(
  tx: Tx,
  { currencies, clock }: Services,
  { legacyUserId, personId }: Pick<LegacyLink, 'legacyUserId' | 'personId'>,
): Promise<Extract<Movement, { action: 'transfer' }>[]> {
  const accounts = (await accountsOf(tx, legacyOwner(legacyUserId))).filter(
    ({ available }) => available !== null && available > 0n,
  );
  if (accounts.length === 0) return [];
  const wanted = accounts.map(({ currency, kind }) =>
    personAccount(personId, currency, kind as PersonAccountKind),
  );
  const opened = await openAccounts(tx, { currencies, now: clock.now() }, wanted);
  return accounts.map(({ id: from, currency, available }, index) => ({
    action: 'transfer',
    from,
    to: opened[index]?.id ?? '',
    amount: available ?? 0n,
    currency,
  }));
}
