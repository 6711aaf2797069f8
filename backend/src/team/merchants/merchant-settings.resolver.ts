import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import {
  findMerchants,
  type GraphQLContext,
  listMemberships,
  MembershipType,
  type MerchantRow,
  MerchantType,
} from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { createMerchant } from './create-merchant.ts';
import { LOGO_LIMIT_BYTES, LOGO_LIMIT_PIXELS } from './read-logo.ts';
import { removeLogo, setLogo } from './set-logo.ts';
import { updateMerchant } from './update-merchant.ts';

@Resolver()
export class MerchantSettingsResolver {
  @Mutation(() => MembershipType, { description: 'Founds a merchant; whoever asks becomes its owner.' })
  async createMerchant(
    @Ctx() context: GraphQLContext,
    @Arg('name', () => String) name: string,
    @Arg('supportContact', () => String, { nullable: true }) supportContact?: string | null,
    @Arg('test', () => Boolean, {
      defaultValue: false,
      description: 'A merchant to try things out with, for good. Its API keys begin with cb_test_.',
    })
    test = false,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<MembershipType> {
    const person = context.requirePerson();
    const { merchantId } = await createMerchant(context.services, person, {
      name,
      supportContact,
      mode: test ? 'test' : 'live',
      idempotencyKey,
    });
    const memberships = await listMemberships(context.services.database.client, person);
    const membership = memberships.find(({ id }) => id === merchantId);
    if (!membership) throw new NotFoundError('merchant', merchantId);
    return membership;
  }

  @Mutation(() => MerchantType, {
    description:
      'Changes what is given; null takes a supportContact or brandColor (#rrggbb) away. For admins.',
  })
  async updateMerchant(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('name', () => String, { nullable: true }) name?: string | null,
    @Arg('supportContact', () => String, { nullable: true }) supportContact?: string | null,
    @Arg('brandColor', () => String, { nullable: true }) brandColor?: string | null,
  ): Promise<MerchantRow> {
    const scope = await context.requireMerchant(merchantId, 'admin');
    await updateMerchant(context.services, scope, { name, supportContact, brandColor });
    return changed(context, merchantId);
  }

  @Mutation(() => MerchantType, {
    description: `Sets the logo that customers see: a PNG as base64, at most ${LOGO_LIMIT_BYTES / 1_024} KiB and ${LOGO_LIMIT_PIXELS} pixels on a side. For admins.`,
  })
  async setMerchantLogo(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('png', () => String) png: string,
  ): Promise<MerchantRow> {
    const scope = await context.requireMerchant(merchantId, 'admin');
    await setLogo(context.services, scope, { png });
    return changed(context, merchantId);
  }

  @Mutation(() => MerchantType, { description: 'Takes the logo away. For admins.' })
  async removeMerchantLogo(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<MerchantRow> {
    const scope = await context.requireMerchant(merchantId, 'admin');
    await removeLogo(context.services, scope);
    return changed(context, merchantId);
  }
}

async function changed({ services }: GraphQLContext, merchantId: string): Promise<MerchantRow> {
  const [merchant] = await findMerchants(services.database.client, [merchantId]);
  if (!merchant) throw new NotFoundError('merchant', merchantId);
  return merchant;
}
