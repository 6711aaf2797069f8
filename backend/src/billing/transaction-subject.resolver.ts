import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type TransactionRow, TransactionType } from '../charms/index.ts';
import type { GraphQLContext } from '../identity/index.ts';
import { PlanType } from './plans/plan.type.ts';
import { planLoader } from './plans/plan-loader.ts';
import type { PlanRow } from './plans/plan-row.ts';
import type { BillingServices } from './ports.ts';
import { SubscriptionType } from './subscriptions/subscription.type.ts';
import { paidSubscriptionLoader, subscriptionLoader } from './subscriptions/subscription-loaders.ts';
import type { SubscriptionRow } from './subscriptions/subscription-row.ts';

type Context = GraphQLContext<BillingServices>;

/** What a transaction is about, in billing's terms. */
@Resolver(() => TransactionType)
export class TransactionSubjectResolver {
  @FieldResolver(() => PlanType, { nullable: true })
  async plan(@Root() { planId }: TransactionRow, @Ctx() context: Context): Promise<PlanRow | null> {
    return (planId && (await context.load(planLoader, planId))) || null;
  }

  @FieldResolver(() => SubscriptionType, {
    nullable: true,
    description: 'What it pays for; also of a transaction made elsewhere.',
  })
  async subscription(
    @Root() { merchantId, id, kind, subscriptionId }: TransactionRow,
    @Ctx() context: Context,
  ): Promise<SubscriptionRow | null> {
    if (kind !== 'subscription_mint') return null;
    const paid = await context.load(paidSubscriptionLoader, { merchantId, transactionId: id });
    if (paid) return paid;
    return (subscriptionId && (await context.load(subscriptionLoader, subscriptionId))) || null;
  }
}
