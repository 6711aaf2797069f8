import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, PageArgs, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { describeTerms } from '../pricing/exchange-terms.type.ts';
import { acceptSwap } from './accept-swap.ts';
import { quoteSwap } from './quote-swap.ts';
import { findOwnSwap, listOwnSwaps } from './swap.repository.ts';
import { ExchangeRequestInput, SwapConnection, SwapQuoteType, SwapType } from './swap.type.ts';
import type { Swap } from './swap-quote.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => SwapType)
export class SwapResolver {
  @Mutation(() => SwapQuoteType, {
    description: 'Offers an exchange between your wallets at the present rate; nothing moves.',
  })
  async quoteSwap(
    @Ctx() context: Context,
    @Arg('input', () => ExchangeRequestInput) input: ExchangeRequestInput,
  ): Promise<SwapQuoteType> {
    const quote = await quoteSwap(context.services, context.requirePerson(), input);
    return { ...quote, terms: describeTerms(quote.terms) };
  }

  @Mutation(() => SwapType, { description: 'Exchanges as the quote says, all of it or nothing.' })
  async acceptSwap(
    @Ctx() context: Context,
    @Arg('quoteId', () => ID) quoteId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<SwapType> {
    const id = await acceptSwap(context.services, context.requirePerson(), { quoteId, idempotencyKey });
    return show(context, id);
  }

  @Query(() => SwapType, { description: 'One of your own.' })
  swap(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SwapType> {
    return show(context, id);
  }

  @Query(() => SwapConnection, { description: 'Your own, newest first.' })
  async swaps(@Ctx() context: Context, @Args(() => PageArgs) args: PageArgs): Promise<Connection<SwapType>> {
    const page = readPage(args, 'swap');
    const rows = await listOwnSwaps(context.services.database.client, context.requirePerson(), page);
    return toConnection(rows, page, toType);
  }
}

async function show(context: Context, id: string): Promise<SwapType> {
  const swap = await findOwnSwap(context.services.database.client, context.requirePerson(), id);
  if (!swap) throw new NotFoundError('swap', id);
  return toType(swap);
}

function toType({ id, terms, createdAt }: Swap): SwapType {
  return { id, terms: describeTerms(terms), createdAt };
}
