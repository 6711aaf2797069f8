import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { WalletServices } from '../ports.ts';
import { CurrencyType } from './currency.type.ts';

@Resolver()
export class CurrencyResolver {
  @Query(() => [CurrencyType], {
    description: 'The currencies that this installation counts in. For everybody.',
  })
  currencies(@Ctx() context: GraphQLContext<WalletServices>): CurrencyType[] {
    return [...context.services.currencies.all];
  }
}
