import { type Actor, personActor, recordAudit } from '../../compliance/index.ts';
import {
  type MerchantScope,
  type PersonScope,
  ROLES,
  type Role,
  requireMember,
} from '../../identity/index.ts';
import type { Prisma, Tx } from '../../platform/database/index.ts';
import { ForbiddenError, NotFoundError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lockMerchant } from '../merchants/merchant.repository.ts';
import { LastOwnerError } from '../team.errors.ts';
import { findMembers, type MemberRow } from './members.repository.ts';

export type TeamServices = Pick<PlatformServices, 'clock' | 'database' | 'config'>;

/** The team as it stands, which nobody else changes until the transaction ends. */
export interface LockedTeam {
  readonly tx: Tx;
  readonly now: Date;
  /** Who changes it, with the role that they have now. */
  readonly scope: MerchantScope;
  readonly actor: Actor;
  readonly members: readonly MemberRow[];
  /** Notes what was done, in this transaction. */
  audit(action: string, subjectId: string, details?: Prisma.InputJsonObject): Promise<void>;
}

/**
 * Changes the team of a merchant, one change at a time. The right to do so is read behind the lock: of two owners who
 * demote each other, the second is told that they may not.
 * @throws NotFoundError, ForbiddenError like `requireMember`
 */
export function changeTeam<Result>(
  { clock, database }: TeamServices,
  person: PersonScope,
  { merchantId, minimum }: { readonly merchantId: string; readonly minimum: Role },
  work: (team: LockedTeam) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (tx) => {
    await requireMember(tx, person, merchantId, minimum);
    await lockMerchant(tx, { merchantId });
    const scope = await requireMember(tx, person, merchantId, minimum);
    const now = clock.now();
    const actor = personActor(person);
    return work({
      tx,
      now,
      scope,
      actor,
      members: await findMembers(tx, scope),
      audit: (action, subjectId, details = {}) =>
        recordAudit(tx, now, { actor, action, subjectId, merchantId, details }),
    });
  });
}

/** @throws NotFoundError */
export function memberOf({ members }: LockedTeam, personId: string): MemberRow {
  const member = members.find((each) => each.personId === personId);
  if (!member) throw new NotFoundError('member', personId);
  return member;
}

/**
 * Nobody gives or takes away a role above their own.
 * @throws ForbiddenError
 */
export function checkMayAssign({ scope }: Pick<LockedTeam, 'scope'>, ...roles: readonly Role[]): void {
  for (const role of roles) {
    if (ROLES.indexOf(role) > ROLES.indexOf(scope.role)) throw new ForbiddenError({ needs: `role ${role}` });
  }
}

/** @throws LastOwnerError unless somebody else owns the merchant too */
export function checkOwnerRemains({ members }: LockedTeam, { personId, role }: MemberRow): void {
  const others = members.filter((each) => each.role === 'owner' && each.personId !== personId);
  if (role === 'owner' && others.length === 0) throw new LastOwnerError();
}
