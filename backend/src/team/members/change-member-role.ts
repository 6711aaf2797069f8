import type { PersonScope, Role } from '../../identity/index.ts';
import { changeTeam, checkMayAssign, checkOwnerRemains, memberOf, type TeamServices } from './change-team.ts';
import { type MemberRow, setMemberRole } from './members.repository.ts';

/**
 * Gives a member another role: up to one's own, and to nobody above oneself.
 * @throws NotFoundError, ForbiddenError, LastOwnerError
 */
export function changeMemberRole(
  services: TeamServices,
  person: PersonScope,
  { merchantId, personId, role }: { merchantId: string; personId: string; role: Role },
): Promise<MemberRow> {
  return changeTeam(services, person, { merchantId, minimum: 'admin' }, async (team) => {
    const member = memberOf(team, personId);
    checkMayAssign(team, member.role, role);
    if (member.role === role) return member;
    checkOwnerRemains(team, member);
    await setMemberRole(team.tx, team.scope, personId, role);
    await team.audit('member.role_changed', personId, { before: member.role, after: role });
    return { ...member, role };
  });
}
