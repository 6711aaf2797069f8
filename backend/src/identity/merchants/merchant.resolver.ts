import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { GraphQLContext } from '../request-context.ts';
import { logoOf } from './logo-url.ts';
import { MerchantLogoType, MerchantType } from './merchant.type.ts';
import { merchantLoader } from './merchant-loader.ts';
import type { MerchantRow } from './merchants.repository.ts';

@Resolver(() => MerchantType)
export class MerchantResolver {
  @Query(() => MerchantType, { description: 'What everybody may know of a merchant.' })
  async merchant(@Ctx() context: GraphQLContext, @Arg('id', () => ID) id: string): Promise<MerchantRow> {
    const merchant = await context.load(merchantLoader, id);
    if (!merchant) throw new NotFoundError('merchant', id);
    return merchant;
  }

  @FieldResolver(() => MerchantLogoType, { nullable: true, description: 'Meant to stand on white.' })
  logo(@Root() merchant: MerchantRow, @Ctx() { services }: GraphQLContext): MerchantLogoType | null {
    return logoOf(services.config, merchant);
  }
}
