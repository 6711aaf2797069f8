import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { Currencies } from '../../ledger/index.ts';
import { Amount } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { listLimits } from './limits.repository.ts';
import type { LimitedOperation, OperationLimit } from './limits.ts';
import { LimitedOperationEnum, OperationLimitType } from './limits.type.ts';
import { setLimit } from './set-limit.ts';

type Context = GraphQLContext<PlatformServices & { readonly currencies: Currencies }>;

@Resolver()
export class LimitsResolver {
  @Query(() => [OperationLimitType], {
    description: 'How much one person may move; what is not here has no limit. For operators.',
  })
  async operationLimits(@Ctx() context: Context): Promise<OperationLimit[]> {
    await context.requireOperator();
    return listLimits(context.services.database.client);
  }

  @Mutation(() => [OperationLimitType], {
    description: 'Sets a limit, from now on; null takes it away. Answers with all there are. For operators.',
  })
  async setOperationLimit(
    @Ctx() context: Context,
    @Arg('operation', () => LimitedOperationEnum) operation: LimitedOperation,
    @Arg('currency', () => String) currency: string,
    @Arg('perOnce', () => Amount, { nullable: true }) perOnce: bigint | null | undefined,
    @Arg('perDay', () => Amount, { nullable: true }) perDay: bigint | null | undefined,
  ): Promise<OperationLimit[]> {
    const operator = await context.requireOperator();
    const { services } = context;
    services.currencies.get(currency);
    const limit = { operation, currency, perOnce: perOnce ?? null, perDay: perDay ?? null };
    await setLimit(services, operator, limit);
    return listLimits(services.database.client);
  }
}
