import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../../identity/index.ts';
import { type Connection, PageArgs, readPage, toConnection } from '../../../platform/graphql/index.ts';
import type { WalletServices } from '../../ports.ts';
import { loadRequired } from '../load-required.ts';
import type { Message } from '../messages/message.repository.ts';
import { MessageType } from '../messages/message.type.ts';
import { messagesLoader } from '../messages/messages-loader.ts';
import type { Offer } from '../offers/offer.ts';
import { OfferType } from '../offers/offer.type.ts';
import { offerLoader } from '../offers/offer-loader.ts';
import { P2pTrader } from '../reputation/reputation.type.ts';
import { traderLoader } from '../reputation/trader-loader.ts';
import { showTrade } from './show-trade.ts';
import { listDisputed, listOwnTrades } from './trade.repository.ts';
import type { Trade } from './trade.ts';
import { MyTradesArgs, TradeConnection, TradeType } from './trade.type.ts';
import { watchTrade } from './watch-trade.ts';

type Context = GraphQLContext<WalletServices>;
type Watching = { context: Context; args: { tradeId: string } };

@Resolver(() => TradeType)
export class TradeResolver {
  @Query(() => TradeType, { description: 'For its two, and for operators.' })
  p2pTrade(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Trade> {
    return showTrade(context.services.database.client, context.requirePerson(), id);
  }

  @Query(() => TradeConnection, { description: 'What you buy and sell, newest first.' })
  async myP2pTrades(
    @Ctx() context: Context,
    @Args(() => MyTradesArgs) args: MyTradesArgs,
  ): Promise<Connection<Trade>> {
    const page = readPage(args, 'trade');
    const rows = await listOwnTrades(context.services.database.client, context.requirePerson(), page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => TradeConnection, {
    description: 'Trades that wait for an operator, newest first. For operators.',
  })
  async disputedP2pTrades(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<Trade>> {
    const page = readPage(args, 'trade');
    const rows = await listDisputed(context.services.database.client, await context.requireOperator(), page);
    return toConnection(rows, page, (row) => row);
  }

  @Subscription(() => TradeType, {
    description: 'Your trade now, and after every change of it and every message.',
    subscribe: ({ context, args: { tradeId } }: Watching) =>
      watchTrade(context.services, context.requirePerson(), tradeId),
  })
  p2pTradeUpdated(@Root() trade: Trade, @Arg('tradeId', () => ID) _: string): Trade {
    return trade;
  }

  @FieldResolver(() => OfferType)
  offer(@Root() { offerId }: Trade, @Ctx() context: Context): Promise<Offer> {
    return loadRequired(context, offerLoader, offerId);
  }

  @FieldResolver(() => P2pTrader)
  buyer(@Root() { buyerId }: Trade, @Ctx() context: Context): Promise<P2pTrader> {
    return loadRequired(context, traderLoader, buyerId);
  }

  @FieldResolver(() => P2pTrader)
  seller(@Root() { sellerId }: Trade, @Ctx() context: Context): Promise<P2pTrader> {
    return loadRequired(context, traderLoader, sellerId);
  }

  @FieldResolver(() => [MessageType], { description: 'What the two said, oldest first; at most 200.' })
  async messages(@Root() { id }: Trade, @Ctx() context: Context): Promise<Message[]> {
    return (await context.load(messagesLoader, id)) ?? [];
  }
}
