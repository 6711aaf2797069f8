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
    description: 'Changes what is given; a supportContact of null takes it away. For admins.',
  })
  async updateMerchant(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('name', () => String, { nullable: true }) name?: string | null,
    @Arg('supportContact', () => String, { nullable: true }) supportContact?: string | null,
  ): Promise<MerchantRow> {
    const scope = await context.requireMerchant(merchantId, 'admin');
    await updateMerchant(context.services, scope, { name, supportContact });
    const [merchant] = await findMerchants(context.services.database.client, [merchantId]);
    if (!merchant) throw new NotFoundError('merchant', merchantId);
    return merchant;
  }
}
