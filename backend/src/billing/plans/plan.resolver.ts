import { formatApp, formatOutPoint, planApp, subscriptionApp } from '@charmbills/charms';
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
import {
  type GraphQLContext,
  type MerchantScope,
  MerchantType,
  merchantLoader,
} from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { subscribeUrl } from '../frontend-links.ts';
import { loadRequired } from '../load-required.ts';
import { membershipsLoader } from '../memberships-loader.ts';
import type { BillingServices } from '../ports.ts';
import { watch } from '../watch.ts';
import { activatePlan } from './activate-plan.ts';
import { archivePlan } from './archive-plan.ts';
import { addPrice, archivePrice } from './change-prices.ts';
import { createPlan } from './create-plan.ts';
import { listPlans } from './plan.repository.ts';
import {
  CreatePlanInput,
  PlanConnection,
  PlanOnChainType,
  PlansArgs,
  PlanType,
  PriceInput,
} from './plan.type.ts';
import type { PlanRow } from './plan-row.ts';
import { requirePlanMember } from './require-plan-member.ts';
import { showPlan } from './show-plan.ts';

type Context = GraphQLContext<BillingServices>;
type Watching = { context: Context; args: { planId: string } };

@Resolver(() => PlanType)
export class PlanResolver {
  @Query(() => PlanType, { description: 'A plan on sale; members of its merchant see any of theirs.' })
  plan(@Ctx() { services, caller }: Context, @Arg('id', () => ID) id: string): Promise<PlanRow> {
    return showPlan(services.database.client, caller, id);
  }

  @Query(() => PlanConnection, { description: 'A merchant’s plans, newest first. For its members.' })
  async plans(@Ctx() context: Context, @Args(() => PlansArgs) args: PlansArgs): Promise<Connection<PlanRow>> {
    const page = readPage(args, 'plan');
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'plans');
    const rows = await listPlans(context.reads, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => PlanType, {
    description:
      'Writes a draft; mint it to put it on sale, or activate it where none of its prices is on the chain. For admins.',
  })
  async createPlan(
    @Ctx() context: Context,
    @Arg('input', () => CreatePlanInput) input: CreatePlanInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<PlanRow> {
    const scope = await context.requireMerchant(input.merchantId, 'admin', 'plans');
    const caller = context.requireCaller();
    const { planId } = await createPlan(context.services, caller, scope, { ...input, idempotencyKey });
    return showPlan(context.services.database.client, caller, planId);
  }

  @Mutation(() => PlanType, {
    description: 'Adds a price to a plan, for new subscriptions alone. For admins.',
  })
  async addPrice(
    @Ctx() context: Context,
    @Arg('planId', () => ID) planId: string,
    @Arg('price', () => PriceInput) price: PriceInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<PlanRow> {
    return changePlan(context, planId, (scope) =>
      addPrice(context.services, scope, planId, { ...price, idempotencyKey }),
    );
  }

  @Mutation(() => PlanType, {
    description: 'Takes a price off sale; its subscribers keep it. For admins.',
  })
  async archivePrice(
    @Ctx() context: Context,
    @Arg('planId', () => ID) planId: string,
    @Arg('priceId', () => ID) priceId: string,
  ): Promise<PlanRow> {
    return changePlan(context, planId, (scope) => archivePrice(context.services, scope, planId, priceId));
  }

  @Mutation(() => PlanType, {
    description: 'Puts a plan on sale that is not minted on the chain. For admins.',
  })
  async activatePlan(@Ctx() context: Context, @Arg('planId', () => ID) planId: string): Promise<PlanRow> {
    return changePlan(context, planId, (scope) => activatePlan(context.services, scope, planId));
  }

  @Mutation(() => PlanType, { description: 'Takes a plan off sale; its subscribers keep it. For admins.' })
  async archivePlan(@Ctx() context: Context, @Arg('planId', () => ID) planId: string): Promise<PlanRow> {
    return changePlan(context, planId, (scope) => archivePlan(context.services, scope, planId));
  }

  @Subscription(() => PlanType, {
    description: 'The plan now, and after every change.',
    subscribe: ({ context: { services, caller }, args: { planId } }: Watching) =>
      watch(services, { type: 'plan.updated', id: planId }, () =>
        showPlan(services.database.client, caller, planId),
      ),
  })
  planUpdated(@Root() plan: PlanRow, @Arg('planId', () => ID) _: string): PlanRow {
    return plan;
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: PlanRow, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }

  @FieldResolver(() => String, { description: 'The page on which it is bought while it is on sale.' })
  subscribeUrl(@Root() { id }: PlanRow, @Ctx() { services }: Context): string {
    return subscribeUrl(services.config, id);
  }

  @FieldResolver(() => TransactionType, {
    nullable: true,
    description: 'The newest mint, or the one that settled. For members of the merchant; null for others.',
  })
  async mint(@Root() { merchantId, mintTransactionId }: PlanRow, @Ctx() context: Context) {
    if (mintTransactionId === null || context.person === null) return null;
    const memberships = await context.load(membershipsLoader, context.person);
    if (!memberships?.has(merchantId)) return null;
    return (await context.load(transactionLoader, mintTransactionId)) ?? null;
  }

  @FieldResolver(() => PlanOnChainType, { nullable: true, description: 'Known once it was on sale.' })
  onChain(@Root() { onChain }: PlanRow): PlanOnChainType | null {
    if (onChain === null) return null;
    const { app, nft } = onChain;
    return {
      planApp: formatApp(planApp(app.identity, app.vk)),
      subscriptionApp: formatApp(subscriptionApp(app.identity, app.vk)),
      nft: formatOutPoint(nft),
    };
  }
}

/** Does something to a plan for an admin of its merchant, and answers with what it has become. */
async function changePlan(
  context: Context,
  planId: string,
  work: (scope: MerchantScope) => Promise<unknown>,
): Promise<PlanRow> {
  const caller = context.requireCaller();
  const tx = context.services.database.client;
  await work(await requirePlanMember(tx, caller, planId, 'admin'));
  return showPlan(tx, caller, planId);
}
