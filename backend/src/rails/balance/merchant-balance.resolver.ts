import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { BillingServices } from '../../billing/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { MerchantBalanceType, WithdrawMerchantBalanceInput } from './merchant-balance.type.ts';
import {
  type MerchantBalance,
  merchantBalances,
  withdrawMerchantBalance,
} from './withdraw-merchant-balance.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver()
export class MerchantBalanceResolver {
  @Query(() => [MerchantBalanceType], {
    description: 'What a merchant was paid from internal wallets and has here. For its members.',
  })
  async merchantBalances(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<MerchantBalance[]> {
    const scope = await context.requireMerchant(merchantId, 'viewer');
    return merchantBalances(context.services.database.client, scope);
  }

  @Mutation(() => [MerchantBalanceType], {
    description:
      'Moves money of a merchant to your own wallet, from where you withdraw it; answers with what is left. For owners.',
  })
  async withdrawMerchantBalance(
    @Ctx() context: Context,
    @Arg('input', () => WithdrawMerchantBalanceInput) input: WithdrawMerchantBalanceInput,
  ): Promise<MerchantBalance[]> {
    const { services } = context;
    const scope = await context.requireMember(input.merchantId, 'owner');
    await withdrawMerchantBalance(services, scope, context.requirePerson(), input);
    return merchantBalances(services.database.client, scope);
  }
}
