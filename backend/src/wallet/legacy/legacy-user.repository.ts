import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** Somebody of the legacy system, and who that turned out to be. */
export interface LegacyUser {
  readonly legacyUserId: string;
  readonly personId: string | null;
  readonly linkedAt: Date | null;
}

export async function findLegacyUser(
  tx: Tx,
  _: OperatorScope,
  legacyUserId: string,
): Promise<LegacyUser | undefined> {
  const row = await tx.legacyWalletUser.findUnique({ where: { legacyUserId } });
  return row ?? undefined;
}

/** One operator at a time decides about a legacy wallet, until the transaction ends. */
export async function lockLegacyUser(
  tx: Tx,
  _: OperatorScope,
  legacyUserId: string,
): Promise<LegacyUser | undefined> {
  const [row] = await tx.$queryRaw<LegacyUser[]>`
    SELECT legacy_user_id AS "legacyUserId", person_id AS "personId", linked_at AS "linkedAt"
    FROM legacy_wallet_users WHERE legacy_user_id = ${legacyUserId} FOR NO KEY UPDATE`;
  return row;
}

export async function setLinked(
  tx: Tx,
  { personId: linkedBy }: OperatorScope,
  { legacyUserId, personId }: { readonly legacyUserId: string; readonly personId: string },
  linkedAt: Date,
): Promise<void> {
  await tx.legacyWalletUser.update({ where: { legacyUserId }, data: { personId, linkedAt, linkedBy } });
}
