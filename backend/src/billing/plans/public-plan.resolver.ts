import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type GraphQLContext, MerchantType, merchantLoader } from '../../identity/index.ts';
import { Amount } from '../../platform/graphql/index.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { RailOptionType } from '../quotes/rail-option.type.ts';
import { type RailOption, railOptions } from '../quotes/rail-options.ts';
import type { PlanRow, PriceRow } from './plan-row.ts';
import { PublicPlanType, PublicPriceType } from './public-plan.type.ts';
import { pricesOnSale, showPublicPlan } from './show-public-plan.ts';

type Context = GraphQLContext<BillingServices>;
type OfferedPrice = PriceRow & Pick<PlanRow, 'merchantId'>;

@Resolver(() => PublicPlanType)
export class PublicPlanResolver {
  @Query(() => PublicPlanType, { description: 'A plan that is or was on sale, for whoever has its link.' })
  publicPlan(@Ctx() { services }: Context, @Arg('id', () => ID) id: string): Promise<PlanRow> {
    return showPublicPlan(services.database.client, id);
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: PlanRow, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }

  @FieldResolver(() => [PublicPriceType], {
    description: 'What it can be bought at, oldest first; none when it is off sale.',
  })
  prices(@Root() plan: PlanRow): OfferedPrice[] {
    return pricesOnSale(plan).map((price) => ({ ...price, merchantId: plan.merchantId }));
  }

  @FieldResolver(() => Amount, {
    nullable: true,
    description: 'Periods that are left to sell of a plan that is minted; null is no limit.',
  })
  periodsLeft(@Root() { supplyLimit }: PlanRow): bigint | null {
    return supplyLimit;
  }
}

@Resolver(() => PublicPriceType)
export class PublicPriceResolver {
  @FieldResolver(() => [RailOptionType], {
    description: 'Every rail, and whether the first invoice could be paid over it now.',
  })
  rails(@Root() price: OfferedPrice, @Ctx() { services }: Context): Promise<RailOption[]> {
    const { merchantId, currency, onChain: minted, amount, setupFee } = price;
    const inquiry = { merchantId, currency, minted };
    return railOptions(services.database.client, services, inquiry, amount + setupFee);
  }
}
