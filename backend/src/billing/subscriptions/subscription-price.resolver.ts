import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { loadRequired } from '../load-required.ts';
import { PriceType } from '../plans/plan.type.ts';
import { priceLoader } from '../plans/price-loader.ts';
import type { BillingServices } from '../ports.ts';
import { PendingChangeType, SubscriptionType } from './subscription.type.ts';
import type { SubscriptionRow } from './subscription-row.ts';

type Context = GraphQLContext<BillingServices>;

/** What a subscription costs, now and from its next period on. */
@Resolver(() => SubscriptionType)
export class SubscriptionPriceResolver {
  @FieldResolver(() => PriceType, { description: 'What one period of it costs, for a quantity of one.' })
  price(@Root() { merchantId, priceId: id }: SubscriptionRow, @Ctx() context: Context) {
    return loadRequired(context, priceLoader, { merchantId, id });
  }

  @FieldResolver(() => PendingChangeType, {
    nullable: true,
    description: 'What it changes to with its next period; null where it stays as it is.',
  })
  async pendingChange(
    @Root() { merchantId, pendingPriceId: id, pendingQuantity, quantity }: SubscriptionRow,
    @Ctx() context: Context,
  ): Promise<PendingChangeType | null> {
    if (id === null) return null;
    const price = await loadRequired(context, priceLoader, { merchantId, id });
    return { price, quantity: pendingQuantity ?? quantity };
  }
}
