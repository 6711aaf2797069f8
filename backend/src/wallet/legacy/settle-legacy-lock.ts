import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { accountsOf, captureHold, type HoldView, readHold, releaseHold } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { isId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { legacyOwner } from './legacy-owner.ts';
import { lockLegacyUser } from './legacy-user.repository.ts';

const MAX_REASON = 500;

export interface LegacyLock {
  readonly legacyUserId: string;
  readonly holdId: string;
  /** Back to what its owner has available, or out to the platform's custody: it was paid outside. */
  readonly outcome: 'release' | 'capture';
  readonly reason: string;
}

/**
 * Ends what was locked in the legacy system, one way or the other. Deciding the same again changes nothing.
 * @throws NotFoundError, InvalidInputError without a reason, HoldStateError when it was decided otherwise
 */
export async function settleLegacyLock(
  services: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  operator: OperatorScope,
  { legacyUserId, holdId, outcome, reason }: LegacyLock,
): Promise<void> {
  const given = reason.trim();
  if (given === '' || given.length > MAX_REASON) {
    throw new InvalidInputError('reason', `1 to ${MAX_REASON} characters`);
  }
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    if ((await lockLegacyUser(tx, operator, legacyUserId)) === undefined) {
      throw new NotFoundError('legacy user', legacyUserId);
    }
    const hold = await requireLock(tx, legacyUserId, holdId);
    const posting = {
      key: `legacy.${outcome}:${holdId}`,
      kind: `legacy.${outcome}`,
      metadata: { subject: holdId, legacyUserId },
      hold: holdId,
    };
    const { replayed } = await (outcome === 'release'
      ? releaseHold(tx, now, posting)
      : captureHold(tx, now, { ...posting, to: await custodyOf(tx, services, hold) }));
    if (replayed) return;
    await recordAudit(tx, now, {
      actor: operatorActor(operator),
      action: `legacy_lock.${outcome}d`,
      subjectId: holdId,
      details: { legacyUserId, currency: hold.currency, amount: hold.remaining.toString(), reason: given },
    });
  });
}

async function requireLock(tx: Tx, legacyUserId: string, holdId: string): Promise<HoldView> {
  const unknown = new NotFoundError('legacy lock', holdId);
  if (!isId('hold', holdId)) throw unknown;
  const hold = await readHold(tx, holdId);
  const accounts = await accountsOf(tx, legacyOwner(legacyUserId));
  if (!accounts.some(({ id }) => id === hold.accountId)) throw unknown;
  return hold;
}

async function custodyOf(
  tx: Tx,
  services: Pick<WalletServices, 'clock' | 'currencies'>,
  { currency }: HoldView,
): Promise<string> {
  const [custody] = await accountIds(tx, services, [platformAccount('custody', currency)]);
  return custody;
}
