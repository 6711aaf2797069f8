import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { ownWallet } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { AllocationsType, PortfolioType, TargetInput, ValuePointType } from './portfolio.type.ts';
import { setAllocations } from './set-allocations.ts';
import { type Allocations, showAllocations } from './show-allocations.ts';
import { type ValuePoint, valueHistory } from './value-history.ts';
import { type Portfolio, valuePortfolio } from './value-portfolio.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver()
export class PortfolioResolver {
  @Query(() => PortfolioType, { description: 'What you have, valued in a currency at the rates of now.' })
  portfolio(
    @Ctx() context: Context,
    @Arg('currency', () => String, { defaultValue: 'USD' }) currency: string,
  ): Promise<Portfolio> {
    return valuePortfolio(context.services, ownWallet(context.requirePerson()), currency);
  }

  @Query(() => [ValuePointType], {
    description: 'What you had at the end of each of the last days, at the rates of those days; today, now.',
  })
  portfolioHistory(
    @Ctx() context: Context,
    @Arg('currency', () => String, { defaultValue: 'USD' }) currency: string,
    @Arg('days', () => Int, { defaultValue: 30, description: '1 to 366.' }) days: number,
  ): Promise<ValuePoint[]> {
    return valueHistory(context.services, ownWallet(context.requirePerson()), { currency, days });
  }

  @Query(() => AllocationsType, { description: 'What you have of each currency, beside what you aim for.' })
  allocations(
    @Ctx() context: Context,
    @Arg('currency', () => String, { defaultValue: 'USD' }) currency: string,
  ): Promise<Allocations> {
    return showAllocations(context.services, context.requirePerson(), currency);
  }

  @Mutation(() => AllocationsType, {
    description:
      'Sets all your targets, together exactly 100 %; none at all takes them away. Moves no money.',
  })
  async setAllocations(
    @Ctx() context: Context,
    @Arg('targets', () => [TargetInput]) targets: TargetInput[],
    @Arg('currency', () => String, { defaultValue: 'USD' }) currency: string,
  ): Promise<Allocations> {
    const person = context.requirePerson();
    await setAllocations(context.services, person, targets);
    return showAllocations(context.services, person, currency);
  }
}
