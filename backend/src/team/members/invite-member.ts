import { type PersonScope, type Role, readSignerAddress } from '../../identity/index.ts';
import { AlreadyMemberError, TeamLimitError } from '../team.errors.ts';
import { changeTeam, checkMayAssign, type TeamServices } from './change-team.ts';
import { findInvitations, type InvitationRow, putInvitation, takeInvitation } from './members.repository.ts';

/** Enough for anybody, and few enough to list them whole. */
export const TEAM_LIMIT = 100;

/**
 * Invites whoever holds an address. They are no member until they accept. Inviting again changes the role.
 * @throws NotFoundError, ForbiddenError, AddressUnsupportedError, AlreadyMemberError, TeamLimitError
 */
export function inviteMember(
  services: TeamServices,
  person: PersonScope,
  { merchantId, address: spelled, role }: Pick<InvitationRow, 'merchantId' | 'address'> & { role: Role },
): Promise<InvitationRow> {
  return changeTeam(services, person, { merchantId, minimum: 'admin' }, async (team) => {
    const { tx, now, members } = team;
    const { text: address } = readSignerAddress(spelled.trim(), services.config.BITCOIN_NETWORK);
    checkMayAssign(team, role);
    if (members.some((member) => member.address === address)) throw new AlreadyMemberError(address);
    const invitations = await findInvitations(tx, team.scope);
    const earlier = invitations.find((each) => each.address === address);
    if (earlier) checkMayAssign(team, earlier.role);
    else if (members.length + invitations.length >= TEAM_LIMIT) {
      throw new TeamLimitError('members and invitations', TEAM_LIMIT);
    }
    const invitation = { merchantId, address, role, createdAt: now };
    await putInvitation(tx, invitation, person.personId);
    await team.audit('member.invited', address, { role });
    return invitation;
  });
}

/**
 * Takes an invitation back. Returns whether there was one.
 * @throws NotFoundError, ForbiddenError
 */
export function withdrawInvitation(
  services: TeamServices,
  person: PersonScope,
  { merchantId, address }: Pick<InvitationRow, 'merchantId' | 'address'>,
): Promise<boolean> {
  return changeTeam(services, person, { merchantId, minimum: 'admin' }, async (team) => {
    const role = await takeInvitation(team.tx, merchantId, address.trim().toLowerCase());
    if (role === undefined) return false;
    checkMayAssign(team, role);
    await team.audit('invitation.withdrawn', address, { role });
    return true;
  });
}
