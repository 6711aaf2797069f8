import { GraphQLJSONObject } from 'graphql-scalars';
import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Int,
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
import { cancelSubscription, keepSubscription } from './cancel-subscription.ts';
import { pauseSubscription, resumeSubscription } from './pause-subscription.ts';
import { requireManager } from './require-manager.ts';
import { showSubscription } from './show-subscription.ts';
import { startSubscription } from './start-subscription.ts';
import {
  listOwnSubscriptions,
  listSubscriptions,
  type SubscriptionManager,
} from './subscription.repository.ts';
import {
  MySubscriptionsArgs,
  StartedSubscriptionType,
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
  @Query(() => SubscriptionType, {
    description: 'For its owner, also in the portal, and the members of its merchant.',
  })
  subscription(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SubscriptionRow> {
    return showSubscription(context.services.database.client, context.requireViewer(), id);
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
    const rows = await listSubscriptions(context.reads, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => SubscriptionConnection, { description: 'Your own subscriptions, newest first.' })
  async mySubscriptions(
    @Ctx() context: Context,
    @Args(() => MySubscriptionsArgs) args: MySubscriptionsArgs,
  ): Promise<Connection<SubscriptionRow>> {
    const page = readPage(args, 'subscription');
    if (args.planId) requireId('plan', args.planId);
    const subscriber = context.requireSubscriber();
    const rows = await listOwnSubscriptions(context.services.database.client, subscriber, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => StartedSubscriptionType, {
    description:
      'Begins a subscription at a price: with its trial, or with an invoice for the first period. For people and in the portal.',
  })
  async startSubscription(
    @Ctx() context: Context,
    @Arg('priceId', () => ID) priceId: string,
    @Arg('quantity', () => Int, { defaultValue: 1 }) quantity: number,
    @Arg('metadata', () => GraphQLJSONObject, {
      nullable: true,
      description: 'The merchant’s own notes: texts by key.',
    })
    metadata?: Record<string, string> | null,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<StartedSubscriptionType> {
    const { services } = context;
    const subscriber = context.requireSubscriber();
    const input = { priceId, quantity, metadata, idempotencyKey };
    const { subscriptionId, invoiceId } = await startSubscription(services, subscriber, input);
    const subscription = await showSubscription(services.database.client, subscriber, subscriptionId);
    return { subscription, invoiceId };
  }

  @Mutation(() => SubscriptionType, {
    description:
      'Gives up a subscription, at once or where its paid time ends; one that was never paid with the transaction that waits for it. For its owner, also in the portal, and admins of its merchant.',
  })
  cancelSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Arg('atPeriodEnd', () => Boolean, { defaultValue: false }) atPeriodEnd: boolean,
  ): Promise<SubscriptionRow> {
    return manage(context, subscriptionId, (manager) =>
      cancelSubscription(context.services, manager, subscriptionId, { atPeriodEnd }),
    );
  }

  @Mutation(() => SubscriptionType, {
    description: 'Takes back that a subscription is to end with its paid time. For the same people.',
  })
  keepSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
  ): Promise<SubscriptionRow> {
    return manage(context, subscriptionId, (manager) =>
      keepSubscription(context.services, manager, subscriptionId),
    );
  }

  @Mutation(() => SubscriptionType, {
    description:
      'Stops a subscription: it grants nothing, and what is left of its paid time is kept. For the same people.',
  })
  pauseSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
  ): Promise<SubscriptionRow> {
    return manage(context, subscriptionId, (manager) =>
      pauseSubscription(context.services, manager, subscriptionId),
    );
  }

  @Mutation(() => SubscriptionType, {
    description: 'Takes a paused subscription up again, with what was left. For the same people.',
  })
  resumeSubscription(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
  ): Promise<SubscriptionRow> {
    return manage(context, subscriptionId, (manager) =>
      resumeSubscription(context.services, manager, subscriptionId),
    );
  }

  @Subscription(() => SubscriptionType, {
    description: 'The subscription now, and after every change of it or its payments.',
    subscribe: ({ context, args: { subscriptionId: id } }: Watching) => {
      const { services } = context;
      const viewer = context.requireViewer();
      return watch(services, { type: 'subscription.updated', id }, () =>
        showSubscription(services.database.client, viewer, id),
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

/** Does something to a subscription for whoever may, and answers with what it has become. */
async function manage(
  context: Context,
  subscriptionId: string,
  work: (manager: SubscriptionManager) => Promise<unknown>,
): Promise<SubscriptionRow> {
  const viewer = context.requireViewer();
  const tx = context.services.database.client;
  await work(await requireManager(tx, viewer, subscriptionId));
  return showSubscription(tx, viewer, subscriptionId);
}
