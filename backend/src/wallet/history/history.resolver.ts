import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { PAGE_SIZE_LIMIT } from '../../platform/graphql/index.ts';
import { ownWallet } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { HistoryArgs, HistoryPageType } from './history.type.ts';
import { listHistory } from './list-history.ts';

@Resolver()
export class HistoryResolver {
  @Query(() => HistoryPageType, { description: 'Everything that ever changed your balances, newest first.' })
  async walletHistory(
    @Ctx() context: GraphQLContext<WalletServices>,
    @Args(() => HistoryArgs) { first, after, ...filter }: HistoryArgs,
  ): Promise<HistoryPageType> {
    const person = context.requirePerson();
    if (!(first >= 1 && first <= PAGE_SIZE_LIMIT)) {
      throw new InvalidInputError('first', `from 1 to ${PAGE_SIZE_LIMIT}`);
    }
    const { items, next } = await listHistory(context.services, ownWallet(person), filter, { first, after });
    return { nodes: items, pageInfo: { hasNextPage: next !== null, endCursor: next } };
  }
}
