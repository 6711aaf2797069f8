import { operatorActor, recordAudit } from '../../compliance/index.ts';
import { type PersonScope, requireOperator } from '../../identity/index.ts';
import { ForbiddenError, NotFoundError } from '../../platform/errors/index.ts';
import { isId } from '../../platform/ids.ts';
import { ownWallet, toWalletScope, type WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { personExists } from './person.repository.ts';

const ID_SHOWN = 100;

/**
 * The wallet of whoever is named: one's own, or anybody's for operators, whose looking is noted.
 * @throws NotFoundError for everybody else's, as for one that is unknown
 */
export async function openWallet(
  { database, clock }: Pick<WalletServices, 'database' | 'clock'>,
  person: PersonScope,
  { userId, reading }: { readonly userId: string; readonly reading: string },
): Promise<WalletScope> {
  if (userId === person.personId) return ownWallet(person);
  const unknown = new NotFoundError('user', userId.slice(0, ID_SHOWN));
  if (!isId('person', userId)) throw unknown;
  return database.transaction(async (tx) => {
    const operator = await requireOperator(tx, person).catch((error: unknown) => {
      throw error instanceof ForbiddenError ? unknown : error;
    });
    if (!(await personExists(tx, operator, userId))) throw unknown;
    await recordAudit(tx, clock.now(), {
      actor: operatorActor(operator),
      action: 'wallet.read',
      subjectId: userId,
      details: { reading },
    });
    return toWalletScope(userId);
  });
}
