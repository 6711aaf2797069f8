import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { GraphQLContext } from '../request-context.ts';
import { createMerchant } from './create-merchant.ts';
import { MembershipType, MerchantType } from './merchant.type.ts';
import { merchantLoader } from './merchant-loader.ts';
import type { MerchantRow } from './merchants.repository.ts';

@Resolver()
export class MerchantResolver {
  @Mutation(() => MembershipType, { description: 'Founds a merchant; whoever asks becomes its owner.' })
  async createMerchant(
    @Ctx() context: GraphQLContext,
    @Arg('name', () => String) name: string,
    @Arg('supportContact', () => String, { nullable: true }) supportContact?: string | null,
  ): Promise<MembershipType> {
    const merchant = await createMerchant(context.services, context.requirePerson(), {
      name,
      supportContact,
    });
    return { ...merchant, role: 'owner' };
  }

  @Query(() => MerchantType, { description: 'What everybody may know of a merchant.' })
  async merchant(@Ctx() context: GraphQLContext, @Arg('id', () => ID) id: string): Promise<MerchantRow> {
    const merchant = await context.load(merchantLoader, id);
    if (!merchant) throw new NotFoundError('merchant', id);
    return merchant;
  }
}
