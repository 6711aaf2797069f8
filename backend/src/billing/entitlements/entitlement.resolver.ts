import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import type { Entitlement } from './entitlement.ts';
import { EntitlementArgs, EntitlementTokenType, EntitlementType } from './entitlement.type.ts';
import type { EntitlementToken } from './entitlement-token.ts';
import { showEntitlement, showEntitlementToken } from './show-entitlement.ts';

@Resolver()
export class EntitlementResolver {
  @Query(() => EntitlementType, { description: 'What a subscriber may use at a merchant now.' })
  entitlement(
    @Ctx() context: GraphQLContext<BillingServices>,
    @Args(() => EntitlementArgs) args: EntitlementArgs,
  ): Promise<Entitlement> {
    return showEntitlement(context.services, context.requireCaller(), args);
  }

  @Query(() => EntitlementTokenType, {
    nullable: true,
    description:
      'The same as a signed token, which the merchant’s server verifies by itself; null when nothing is granted.',
  })
  entitlementToken(
    @Ctx() context: GraphQLContext<BillingServices>,
    @Args(() => EntitlementArgs) args: EntitlementArgs,
  ): Promise<EntitlementToken | null> {
    return showEntitlementToken(context.services, context.requireCaller(), args);
  }
}
