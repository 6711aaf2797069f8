import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { moveSavings } from './move-savings.ts';
import { SavingsMoveType, SavingsRateType, SavingsType } from './savings.type.ts';
import type { SavingsRate } from './savings-rate.ts';
import { listSavingsRates } from './savings-rates.repository.ts';
import { setSavingsRate } from './set-savings-rate.ts';
import { type Savings, showSavings } from './show-savings.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver()
export class SavingsResolver {
  @Query(() => [SavingsType], { description: 'Your savings, and what they have earned.' })
  savings(@Ctx() context: Context): Promise<Savings[]> {
    return showSavings(context.services, context.requirePerson());
  }

  @Query(() => [SavingsRateType], {
    description:
      'All rates there have been and those that are announced, by currency and day. For everybody.',
  })
  savingsRates(@Ctx() context: Context): Promise<SavingsRate[]> {
    return listSavingsRates(context.services.database.client);
  }

  @Mutation(() => SavingsMoveType, { description: 'Moves money from your wallet to your savings, at once.' })
  depositSavings(
    @Ctx() context: Context,
    @Arg('currency', () => String) currency: string,
    @Arg('amount', () => Amount) amount: bigint,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<SavingsMoveType> {
    return move(context, { direction: 'deposit', currency, amount, idempotencyKey });
  }

  @Mutation(() => SavingsMoveType, {
    description: 'Moves money from your savings back to your wallet, at once.',
  })
  withdrawSavings(
    @Ctx() context: Context,
    @Arg('currency', () => String) currency: string,
    @Arg('amount', () => Amount) amount: bigint,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<SavingsMoveType> {
    return move(context, { direction: 'withdraw', currency, amount, idempotencyKey });
  }

  @Mutation(() => [SavingsRateType], {
    description: 'Publishes what savings in a currency earn from a UTC day to come. For operators.',
  })
  async setSavingsRate(
    @Ctx() context: Context,
    @Arg('currency', () => String) currency: string,
    @Arg('fromDay', () => DateTime) fromDay: Date,
    @Arg('ratePpm', () => Int, { description: 'Parts per million a year, 0 to 1,000,000.' }) ratePpm: number,
  ): Promise<SavingsRate[]> {
    const operator = await context.requireOperator();
    await setSavingsRate(context.services, operator, { currency, fromDay, ratePpm });
    return listSavingsRates(context.services.database.client);
  }
}

async function move(context: Context, wanted: Parameters<typeof moveSavings>[2]): Promise<SavingsMoveType> {
  const person = context.requirePerson();
  const { id } = await moveSavings(context.services, person, wanted);
  return { id, savings: await showSavings(context.services, person) };
}
