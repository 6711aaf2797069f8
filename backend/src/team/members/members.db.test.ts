import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listMerchantAudit } from '../../compliance/index.ts';
import { listMemberships, type PersonScope, type Role, requireMember } from '../../identity/index.ts';
import { createMerchant } from '../merchants/create-merchant.ts';
import { createTestTeam, type TestTeam } from '../testing.ts';
import { acceptInvitation, declineInvitation } from './answer-invitation.ts';
import { changeMemberRole } from './change-member-role.ts';
import { inviteMember, TEAM_LIMIT, withdrawInvitation } from './invite-member.ts';
import { findInvitations, findInvitationsOf, findMembers } from './members.repository.ts';
import { leaveMerchant, removeMember } from './remove-member.ts';

let team: TestTeam;
beforeAll(async () => {
  team = await createTestTeam();
});
afterAll(() => team.stop());

let owner: PersonScope;
let merchantId: string;
beforeEach(async () => {
  owner = await team.newPerson();
  ({ merchantId } = await createMerchant(team.services, owner, { name: 'Shop' }));
});

const client = () => team.services.database.client;

async function joined(role: Role, by = owner): Promise<PersonScope> {
  const person = await team.newPerson();
  await inviteMember(team.services, by, { merchantId, address: person.address, role });
  await acceptInvitation(team.services, person, merchantId);
  return person;
}

async function roles(): Promise<Record<string, Role>> {
  const rows = await findMembers(client(), { merchantId });
  return Object.fromEntries(rows.map(({ personId, role }) => [personId, role]));
}

const change = (by: PersonScope, { personId }: PersonScope, role: Role) =>
  changeMemberRole(team.services, by, { merchantId, personId, role });
const remove = (by: PersonScope, { personId }: PersonScope) =>
  removeMember(team.services, by, { merchantId, personId });

test('who is invited is no member until they accept, and then in the role of the invitation', async () => {
  const guest = await team.newPerson();
  const address = guest.address.toUpperCase();
  await inviteMember(team.services, owner, { merchantId, address, role: 'viewer' });
  await inviteMember(team.services, owner, { merchantId, address, role: 'developer' });
  await expect(requireMember(client(), guest, merchantId, 'viewer')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await findInvitationsOf(client(), guest, 10)).toMatchObject([{ merchantId, role: 'developer' }]);
  await acceptInvitation(team.services, guest, merchantId);
  expect(await listMemberships(client(), guest)).toMatchObject([{ id: merchantId, role: 'developer' }]);
  expect(await findInvitations(client(), { merchantId })).toEqual([]);
  for (const again of [acceptInvitation, declineInvitation]) {
    await expect(again(team.services, guest, merchantId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await expect(
    inviteMember(team.services, owner, { merchantId, address: guest.address, role: 'viewer' }),
  ).rejects.toMatchObject({ code: 'ALREADY_MEMBER' });
});

test('an invitation that is declined or taken back lets nobody in', async () => {
  for (const end of ['declined', 'withdrawn']) {
    const guest = await team.newPerson();
    const { address } = guest;
    await inviteMember(team.services, owner, { merchantId, address, role: 'admin' });
    if (end === 'declined') await declineInvitation(team.services, guest, merchantId);
    else {
      expect(await withdrawInvitation(team.services, owner, { merchantId, address })).toBe(true);
      expect(await withdrawInvitation(team.services, owner, { merchantId, address })).toBe(false);
    }
    await expect(acceptInvitation(team.services, guest, merchantId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
});

test('an invitation is accepted once, however many try at the same moment', async () => {
  const guest = await team.newPerson();
  await inviteMember(team.services, owner, { merchantId, address: guest.address, role: 'viewer' });
  const attempts = await Promise.allSettled(
    Array.from({ length: 5 }, () => acceptInvitation(team.services, guest, merchantId)),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the last owner can neither leave, nor be removed, nor become less', async () => {
  const admin = await joined('admin');
  const lastOwner = { code: 'LAST_OWNER' };
  await expect(leaveMerchant(team.services, owner, merchantId)).rejects.toMatchObject(lastOwner);
  await expect(change(owner, owner, 'admin')).rejects.toMatchObject(lastOwner);
  await expect(remove(owner, owner)).rejects.toMatchObject(lastOwner);
  await change(owner, admin, 'owner');
  await leaveMerchant(team.services, owner, merchantId);
  expect(await roles()).toEqual({ [admin.personId]: 'owner' });
});

test('of two owners who demote, remove or leave each other at the same moment, one remains', async () => {
  for (const act of [
    (by: PersonScope, other: PersonScope) => change(by, other, 'viewer'),
    (by: PersonScope, other: PersonScope) => remove(by, other),
    (by: PersonScope) => leaveMerchant(team.services, by, merchantId),
  ]) {
    const first = await team.newPerson();
    ({ merchantId } = await createMerchant(team.services, first, { name: 'Race' }));
    const second = await joined('owner', first);
    const attempts = await Promise.allSettled([act(first, second), act(second, first)]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const owners = Object.values(await roles()).filter((role) => role === 'owner');
    expect(owners).toHaveLength(1);
  }
});

test('nobody gives, changes or takes away a role above their own', async () => {
  const admin = await joined('admin');
  const developer = await joined('developer');
  const viewer = await joined('viewer');
  const forbidden = { code: 'FORBIDDEN' };
  const { address } = await team.newPerson();
  const invite = (by: PersonScope, role: Role) =>
    inviteMember(team.services, by, { merchantId, address, role });
  await expect(invite(admin, 'owner')).rejects.toMatchObject(forbidden);
  await invite(owner, 'owner');
  await expect(invite(admin, 'viewer')).rejects.toMatchObject(forbidden);
  await expect(withdrawInvitation(team.services, admin, { merchantId, address })).rejects.toMatchObject(
    forbidden,
  );
  await expect(change(admin, owner, 'viewer')).rejects.toMatchObject(forbidden);
  await expect(change(admin, admin, 'owner')).rejects.toMatchObject(forbidden);
  await expect(remove(admin, owner)).rejects.toMatchObject(forbidden);
  for (const low of [developer, viewer]) {
    await expect(invite(low, 'viewer')).rejects.toMatchObject(forbidden);
    await expect(change(low, low, 'admin')).rejects.toMatchObject(forbidden);
    await expect(remove(low, viewer)).rejects.toMatchObject(forbidden);
  }
  await change(admin, viewer, 'admin');
  await remove(admin, developer);
  expect(await roles()).toEqual({
    [owner.personId]: 'owner',
    [admin.personId]: 'admin',
    [viewer.personId]: 'admin',
  });
});

test('strangers are told that there is no such merchant, whatever they try', async () => {
  const stranger = await team.newPerson();
  const { address } = await team.newPerson();
  for (const attempt of [
    () => inviteMember(team.services, stranger, { merchantId, address, role: 'viewer' }),
    () => withdrawInvitation(team.services, stranger, { merchantId, address }),
    () => acceptInvitation(team.services, stranger, merchantId),
    () => declineInvitation(team.services, stranger, merchantId),
    () => leaveMerchant(team.services, stranger, merchantId),
    () => change(stranger, owner, 'viewer'),
    () => remove(stranger, owner),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND', kind: 'merchant', id: merchantId });
  }
});

test('a team has so many members and invitations and no more', async () => {
  const people = await Promise.all(Array.from({ length: TEAM_LIMIT }, () => team.newPerson()));
  const attempts = await Promise.allSettled(
    people.map(({ address }) => inviteMember(team.services, owner, { merchantId, address, role: 'viewer' })),
  );
  const refused = attempts.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'TEAM_LIMIT' } }]);
});

test('every change of the team is noted, with who made it', async () => {
  const guest = await joined('viewer');
  await change(owner, guest, 'admin');
  await leaveMerchant(team.services, guest, merchantId);
  const scope = await requireMember(client(), owner, merchantId, 'viewer');
  const page = { first: 50, take: 51, beforeId: undefined };
  const entries = await listMerchantAudit(client(), scope, page, {});
  expect(entries.reverse().map(({ action, actor, subjectId }) => [action, actor.id, subjectId])).toEqual([
    ['merchant.created', owner.personId, merchantId],
    ['member.invited', owner.personId, guest.address],
    ['member.joined', guest.personId, guest.personId],
    ['member.role_changed', owner.personId, guest.personId],
    ['member.left', guest.personId, guest.personId],
  ]);
  const ofGuest = await listMerchantAudit(client(), scope, page, { actorId: guest.personId });
  expect(ofGuest.map(({ action }) => action)).toEqual(['member.left', 'member.joined']);
});
