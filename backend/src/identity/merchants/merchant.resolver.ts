import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { GraphQLContext } from '../request-context.ts';
import { MerchantType } from './merchant.type.ts';
import { merchantLoader } from './merchant-loader.ts';
import type { MerchantRow } from './merchants.repository.ts';

@Resolver()
export class MerchantResolver {
  @Query(() => MerchantType, { description: 'What everybody may know of a merchant.' })
  async merchant(@Ctx() context: GraphQLContext, @Arg('id', () => ID) id: string): Promise<MerchantRow> {
    const merchant = await context.load(merchantLoader, id);
    if (!merchant) throw new NotFoundError('merchant', id);
    return merchant;
  }
}
