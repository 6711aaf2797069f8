import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { TransactionType, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { mintPlan } from './mint-plan.ts';
import { PlanType } from './plan.type.ts';
import { planLoader } from './plan-loader.ts';
import { PlanMintType } from './plan-mint.type.ts';
import { requirePlanMember } from './require-plan-member.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => PlanMintType)
export class PlanMintResolver {
  @Mutation(() => PlanMintType, {
    description:
      'Begins the transaction that puts a draft on the chain, for you to sign. While one is under way, answers with it. For admins.',
  })
  async mintPlan(@Ctx() context: Context, @Arg('planId', () => ID) planId: string): Promise<PlanMintType> {
    const person = context.requirePerson();
    const scope = await requirePlanMember(context.services.database.client, person, planId, 'admin');
    return mintPlan(context.services, person, scope, planId);
  }

  @FieldResolver(() => PlanType)
  plan(@Root() { planId }: PlanMintType, @Ctx() context: Context) {
    return loadRequired(context, planLoader, planId);
  }

  @FieldResolver(() => TransactionType)
  transaction(@Root() { transactionId }: PlanMintType, @Ctx() context: Context) {
    return loadRequired(context, transactionLoader, transactionId);
  }
}
