import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  type GraphQLContext,
  MerchantType,
  merchantLoader,
  type Role,
  RoleEnum,
} from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { acceptInvitation, declineInvitation } from './answer-invitation.ts';
import { changeMemberRole } from './change-member-role.ts';
import { inviteMember, withdrawInvitation } from './invite-member.ts';
import { InvitationType, MemberType } from './member.type.ts';
import {
  findInvitations,
  findInvitationsOf,
  findMembers,
  type InvitationRow,
  type MemberRow,
} from './members.repository.ts';
import { leaveMerchant, removeMember } from './remove-member.ts';

const INVITATIONS_SHOWN = 100;

@Resolver(() => InvitationType)
export class MemberResolver {
  @Query(() => [MemberType], { description: 'Everybody who belongs to a merchant. For its members.' })
  async members(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<MemberRow[]> {
    const scope = await context.requireMember(merchantId, 'viewer');
    return findMembers(context.services.database.client, scope);
  }

  @Query(() => [InvitationType], { description: 'Who has not answered yet. For admins.' })
  async invitations(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<InvitationRow[]> {
    const scope = await context.requireMember(merchantId, 'admin');
    return findInvitations(context.services.database.client, scope);
  }

  @Query(() => [InvitationType], {
    description: `Your own invitations, newest first, at most ${INVITATIONS_SHOWN}.`,
  })
  async myInvitations(@Ctx() context: GraphQLContext): Promise<InvitationRow[]> {
    const person = context.requirePerson();
    return findInvitationsOf(context.services.database.client, person, INVITATIONS_SHOWN);
  }

  @Mutation(() => InvitationType, {
    description: 'Invites an address, in a role up to your own; asking again changes the role. For admins.',
  })
  async inviteMember(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('address', () => String) address: string,
    @Arg('role', () => RoleEnum) role: Role,
  ): Promise<InvitationRow> {
    return inviteMember(context.services, context.requirePerson(), { merchantId, address, role });
  }

  @Mutation(() => Boolean, { description: 'Takes an invitation back: whether there was one. For admins.' })
  async withdrawInvitation(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('address', () => String) address: string,
  ): Promise<boolean> {
    return withdrawInvitation(context.services, context.requirePerson(), { merchantId, address });
  }

  @Mutation(() => Boolean, { description: 'Makes you a member of a merchant that has invited you.' })
  async acceptInvitation(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<boolean> {
    await acceptInvitation(context.services, context.requirePerson(), merchantId);
    return true;
  }

  @Mutation(() => Boolean)
  async declineInvitation(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<boolean> {
    await declineInvitation(context.services, context.requirePerson(), merchantId);
    return true;
  }

  @Mutation(() => MemberType, {
    description: 'Gives a member another role: up to your own, and to nobody above you. For admins.',
  })
  async changeMemberRole(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('role', () => RoleEnum) role: Role,
  ): Promise<MemberRow> {
    return changeMemberRole(context.services, context.requirePerson(), { merchantId, personId, role });
  }

  @Mutation(() => Boolean, { description: 'Ends a membership, at once. For admins.' })
  async removeMember(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('personId', () => ID) personId: string,
  ): Promise<boolean> {
    await removeMember(context.services, context.requirePerson(), { merchantId, personId });
    return true;
  }

  @Mutation(() => Boolean, { description: 'Ends your own membership. The last owner cannot leave.' })
  async leaveMerchant(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<boolean> {
    await leaveMerchant(context.services, context.requirePerson(), merchantId);
    return true;
  }

  @FieldResolver(() => MerchantType)
  async merchant(@Root() { merchantId }: InvitationType, @Ctx() context: GraphQLContext) {
    const merchant = await context.load(merchantLoader, merchantId);
    if (!merchant) throw new NotFoundError('merchant', merchantId);
    return merchant;
  }
}
