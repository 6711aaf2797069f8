import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import type { Entitlement } from './entitlement.ts';
import { EntitlementArgs, EntitlementType } from './entitlement.type.ts';
import { showEntitlement } from './show-entitlement.ts';

@Resolver()
export class EntitlementResolver {
  @Query(() => EntitlementType, { description: 'What a subscriber may use at a merchant now.' })
  entitlement(
    @Ctx() context: GraphQLContext<BillingServices>,
    @Args(() => EntitlementArgs) args: EntitlementArgs,
  ): Promise<Entitlement> {
    return showEntitlement(context.services, context.requireCaller(), args);
  }
}
