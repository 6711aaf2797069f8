import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { requireManager } from '../subscriptions/require-manager.ts';
import type { SubscriptionManager } from '../subscriptions/subscription.repository.ts';
import { SubscriptionType } from '../subscriptions/subscription.type.ts';
import { subscriptionLoader } from '../subscriptions/subscription-loaders.ts';
import {
  ChangeOptionType,
  ChangePreviewType,
  ChangeSubscriptionInput,
  ChangeTimeEnum,
  SubscriptionChangeType,
} from './change.type.ts';
import { changeSubscription, scheduleChange } from './change-subscription.ts';
import { listChangeOptions } from './list-change-options.ts';
import { migratePrice } from './migrate-price.ts';
import { previewChange } from './preview-change.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => SubscriptionChangeType)
export class ChangeResolver {
  @Query(() => ChangePreviewType, {
    description:
      'What a change of a subscription would come to now. For whose it is, also in the portal, and admins of its merchant.',
  })
  async previewChange(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Arg('priceId', () => ID) priceId: string,
    @Arg('quantity', () => Int, { nullable: true }) quantity?: number | null,
  ): Promise<ChangePreviewType> {
    const manager = await managerOf(context, subscriptionId);
    const change = await previewChange(context.services, manager, subscriptionId, { priceId, quantity });
    return { ...change, currency: change.price.currency };
  }

  @Query(() => [ChangeOptionType], {
    description:
      'What a subscription can change to: the prices on sale in its currency, its own among them for another quantity; none on the chain. For the same people.',
  })
  async changeOptions(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
  ): Promise<readonly ChangeOptionType[]> {
    return listChangeOptions(context.services, await managerOf(context, subscriptionId), subscriptionId);
  }

  @Mutation(() => SubscriptionChangeType, {
    description:
      'Changes a subscription to another price or quantity, now or with its next period. For the same people; what an admin changes is not paid without asking.',
  })
  async changeSubscription(
    @Ctx() context: Context,
    @Arg('input', () => ChangeSubscriptionInput) input: ChangeSubscriptionInput,
  ): Promise<SubscriptionChangeType> {
    const { subscriptionId, when, ...change } = input;
    const use = when === ChangeTimeEnum.NOW ? changeSubscription : scheduleChange;
    return use(context.services, await managerOf(context, subscriptionId), subscriptionId, change);
  }

  @Mutation(() => Int, {
    description:
      'Moves the subscribers of one price of a plan to another, each with their next period and with notice. How many. For admins.',
  })
  async migratePrice(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('planId', () => ID) planId: string,
    @Arg('fromPriceId', () => ID) fromPriceId: string,
    @Arg('toPriceId', () => ID) toPriceId: string,
  ): Promise<number> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'plans');
    return migratePrice(context.services, scope, { planId, fromPriceId, toPriceId });
  }

  @FieldResolver(() => SubscriptionType)
  subscription(@Root() { subscriptionId }: SubscriptionChangeType, @Ctx() context: Context) {
    return loadRequired(context, subscriptionLoader, subscriptionId);
  }
}

function managerOf(context: Context, subscriptionId: string): Promise<SubscriptionManager> {
  return requireManager(context.services.database.client, context.requireViewer(), subscriptionId);
}
