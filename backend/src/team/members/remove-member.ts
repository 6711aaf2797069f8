import type { PersonScope } from '../../identity/index.ts';
import { changeTeam, checkMayAssign, checkOwnerRemains, memberOf, type TeamServices } from './change-team.ts';
import { deleteMember } from './members.repository.ts';

/**
 * Ends a membership, at once. Keys that the member has made stay: they are the merchant's.
 * @throws NotFoundError, ForbiddenError, LastOwnerError
 */
export async function removeMember(
  services: TeamServices,
  person: PersonScope,
  { merchantId, personId }: { readonly merchantId: string; readonly personId: string },
): Promise<void> {
  await changeTeam(services, person, { merchantId, minimum: 'admin' }, async (team) => {
    const member = memberOf(team, personId);
    checkMayAssign(team, member.role);
    checkOwnerRemains(team, member);
    await deleteMember(team.tx, team.scope, personId);
    await team.audit('member.removed', personId, { role: member.role, address: member.address });
  });
}

/**
 * Ends one's own membership.
 * @throws NotFoundError, LastOwnerError
 */
export async function leaveMerchant(
  services: TeamServices,
  person: PersonScope,
  merchantId: string,
): Promise<void> {
  await changeTeam(services, person, { merchantId, minimum: 'viewer' }, async (team) => {
    const member = memberOf(team, person.personId);
    checkOwnerRemains(team, member);
    await deleteMember(team.tx, team.scope, person.personId);
    await team.audit('member.left', person.personId, { role: member.role, address: member.address });
  });
}
