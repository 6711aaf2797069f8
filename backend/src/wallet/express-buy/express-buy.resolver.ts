import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import {
  type Connection,
  PageArgs,
  readPage,
  subscribeToEvents,
  toConnection,
} from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { ExchangeRequestInput } from '../swaps/swap.type.ts';
import { listOwnBuys } from './express-buy.repository.ts';
import { ExpressBuyConnection, ExpressBuyType } from './express-buy.type.ts';
import { orderExpressBuy } from './order-express-buy.ts';
import { quoteExpressBuy } from './quote-express-buy.ts';
import { describeBuy, showExpressBuy } from './show-express-buy.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => ExpressBuyType)
export class ExpressBuyResolver {
  @Mutation(() => ExpressBuyType, {
    description: 'Offers a purchase with money from a bank at the present rate; nothing is ordered.',
  })
  async quoteExpressBuy(
    @Ctx() { services, requirePerson }: Context,
    @Arg('input', () => ExchangeRequestInput) input: ExchangeRequestInput,
  ): Promise<ExpressBuyType> {
    const person = requirePerson();
    return showExpressBuy(services, person, await quoteExpressBuy(services, person, input));
  }

  @Mutation(() => ExpressBuyType, { description: 'Orders what was quoted, and says how to pay.' })
  async orderExpressBuy(
    @Ctx() { services, requirePerson }: Context,
    @Arg('id', () => ID) id: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<ExpressBuyType> {
    const person = requirePerson();
    await orderExpressBuy(services, person, { buyId: id, idempotencyKey });
    return showExpressBuy(services, person, id);
  }

  @Query(() => ExpressBuyType, { description: 'One of your own.' })
  expressBuy(
    @Ctx() { services, requirePerson }: Context,
    @Arg('id', () => ID) id: string,
  ): Promise<ExpressBuyType> {
    return showExpressBuy(services, requirePerson(), id);
  }

  @Query(() => ExpressBuyConnection, {
    description: 'Your own, newest first; what was only quoted is left out.',
  })
  async expressBuys(
    @Ctx() { services, requirePerson }: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ExpressBuyType>> {
    const page = readPage(args, 'fiatOrder');
    const rows = await listOwnBuys(services.database.client, requirePerson(), page);
    const now = services.clock.now();
    return toConnection(rows, page, (row) => describeBuy(row, now));
  }

  @Subscription(() => ExpressBuyType, {
    description: 'One of your own now, and after every change.',
    subscribe: async ({ context, args: { id } }: { context: Context; args: { id: string } }) => {
      const { services } = context;
      const person = context.requirePerson();
      const show = () => showExpressBuy(services, person, id);
      await show();
      return subscribeToEvents<ExpressBuyType>({
        liveEvents: services.liveEvents,
        matches: ({ type, subjectId }) => type === 'express_buy.updated' && subjectId === id,
        initial: async () => [await show()],
        read: show,
      });
    },
  })
  expressBuyUpdated(@Root() buy: ExpressBuyType, @Arg('id', () => ID) _: string): ExpressBuyType {
    return buy;
  }
}
