import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { TransactionType, transactionLoader } from '../../charms/index.ts';
import { type GraphQLContext, MerchantType, merchantLoader } from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { CustomerType } from '../customers/customer.type.ts';
import { customerLoader } from '../customers/customer-loader.ts';
import { loadRequired } from '../load-required.ts';
import { PaymentType } from '../payments/payment.type.ts';
import { paymentsLoader } from '../payments/payments-loader.ts';
import { PlanType } from '../plans/plan.type.ts';
import { planLoader } from '../plans/plan-loader.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { watch } from '../watch.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { showSubscription } from './show-subscription.ts';
import { listOwnSubscriptions, listSubscriptions } from './subscription.repository.ts';
import {
  MySubscriptionsArgs,
  SubscriptionConnection,
  SubscriptionsArgs,
  SubscriptionType,
} from './subscription.type.ts';
import { newestPurchaseLoader } from './subscription-loaders.ts';
import type { SubscriptionRow } from './subscription-row.ts';

type Context = GraphQLContext<BillingServices>;
type Watching = { context: Context; args: { subscriptionId: string } };

@Resolver(() => SubscriptionType)
export class SubscriptionResolver {
  @Query(() => SubscriptionType, { description: 'For its owner and the members of its merchant.' })
  subscription(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SubscriptionRow> {
    return showSubscription(context.services.database.client, context.requireCaller(), id);
  }

  @Query(() => SubscriptionConnection, {
    description: 'A merchant’s subscriptions, newest first. For its members.',
  })
  async subscriptions(
    @Ctx() context: Context,
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
  ): Promise<Connection<SubscriptionRow>> {
    const page = readPage(args, 'subscription');
    if (args.planId) requireId('plan', args.planId);
    if (args.customerId) requireId('customer', args.customerId);
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'subscriptions');
    const rows = await listSubscriptions(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => SubscriptionConnection, { description: 'Your own subscriptions, newest first.' })
  async mySubscriptions(
    @Ctx() context: Context,
    @Args(() => MySubscriptionsArgs) args: MySubscriptionsArgs,
  ): Promise<Connection<SubscriptionRow>> {
    const page = readPage(args, 'subscription');
    if (args.planId) requireId('plan', args.planId);
    const person = context.requirePerson();
    const rows = await listOwnSubscriptions(context.services.database.client, person, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => SubscriptionType, {
    description: 'Gives up a subscription that was never paid, and the transaction that waits for it.',
  })
  async cancelSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
  ): Promise<SubscriptionRow> {
    const person = context.requirePerson();
    await cancelSubscription(context.services, person, subscriptionId);
    return showSubscription(context.services.database.client, person, subscriptionId);
  }

  @Subscription(() => SubscriptionType, {
    description: 'The subscription now, and after every change of it or its payments.',
    subscribe: ({ context, args: { subscriptionId: id } }: Watching) => {
      const { services } = context;
      const caller = context.requireCaller();
      return watch(services, { type: 'subscription.updated', id }, () =>
        showSubscription(services.database.client, caller, id),
      );
    },
  })
  subscriptionUpdated(
    @Root() subscription: SubscriptionRow,
    @Arg('subscriptionId', () => ID) _: string,
  ): SubscriptionRow {
    return subscription;
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: SubscriptionRow, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }

  @FieldResolver(() => PlanType)
  plan(@Root() { planId }: SubscriptionRow, @Ctx() context: Context) {
    return loadRequired(context, planLoader, planId);
  }

  @FieldResolver(() => CustomerType)
  customer(@Root() { merchantId, customerId: id }: SubscriptionRow, @Ctx() context: Context) {
    return loadRequired(context, customerLoader, { merchantId, id });
  }

  @FieldResolver(() => TransactionType, {
    nullable: true,
    description: 'The transaction of the newest purchase, whatever became of it.',
  })
  async latestTransaction(
    @Root() { merchantId, id: subscriptionId }: SubscriptionRow,
    @Ctx() context: Context,
  ) {
    const id = await context.load(newestPurchaseLoader, { merchantId, subscriptionId });
    return id === undefined ? null : loadRequired(context, transactionLoader, id);
  }

  @FieldResolver(() => [PaymentType], { description: 'The newest 100, newest first.' })
  async payments(@Root() { merchantId, id: subscriptionId }: SubscriptionRow, @Ctx() context: Context) {
    return (await context.load(paymentsLoader, { merchantId, subscriptionId })) ?? [];
  }
}
