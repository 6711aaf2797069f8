import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import { DunningPolicyInput, DunningPolicyType } from './dunning.type.ts';
import type { DunningPolicy } from './dunning-policy.ts';
import { setDunningPolicy, showDunningPolicy } from './set-dunning-policy.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver()
export class DunningResolver {
  @Query(() => DunningPolicyType, { description: 'How a merchant asks for what is owed. For its members.' })
  async dunningPolicy(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<DunningPolicy> {
    const scope = await context.requireMerchant(merchantId, 'viewer', 'invoices');
    return showDunningPolicy(context.services, scope);
  }

  @Mutation(() => DunningPolicyType, {
    description: 'Says how a merchant asks for what is owed, also of what is open already. For admins.',
  })
  async setDunningPolicy(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('policy', () => DunningPolicyInput) policy: DunningPolicyInput,
  ): Promise<DunningPolicy> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'invoices');
    return setDunningPolicy(context.services, scope, { ...policy });
  }
}
