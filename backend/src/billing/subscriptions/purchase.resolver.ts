import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { TransactionType, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { PurchaseType } from './purchase.type.ts';
import { MAX_PERIODS_PER_PURCHASE, renewSubscription } from './renew-subscription.ts';
import { subscribe } from './subscribe.ts';
import { SubscriptionType } from './subscription.type.ts';
import { subscriptionLoader } from './subscription-loaders.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => PurchaseType)
export class PurchaseResolver {
  @Mutation(() => PurchaseType, {
    description:
      'Begins a subscription: one period, paid by a transaction for you to sign. While that is under way, answers with it.',
  })
  subscribe(
    @Ctx() context: Context,
    @Arg('planId', () => ID) planId: string,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<PurchaseType> {
    return subscribe(context.services, context.requirePerson(), planId, idempotencyKey);
  }

  @Mutation(() => PurchaseType, {
    description:
      'Begins the payment of further periods. While as many wait for your signature, answers with those.',
  })
  renewSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Arg('periods', () => Int, { defaultValue: 1, description: `1 to ${MAX_PERIODS_PER_PURCHASE}.` })
    periods: number,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<PurchaseType> {
    const person = context.requirePerson();
    return renewSubscription(context.services, person, subscriptionId, periods, idempotencyKey);
  }

  @FieldResolver(() => SubscriptionType)
  subscription(@Root() { subscriptionId }: PurchaseType, @Ctx() context: Context) {
    return loadRequired(context, subscriptionLoader, subscriptionId);
  }

  @FieldResolver(() => TransactionType)
  transaction(@Root() { transactionId }: PurchaseType, @Ctx() context: Context) {
    return loadRequired(context, transactionLoader, transactionId);
  }
}
