import { Args, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../../identity/index.ts';
import type { WalletServices } from '../../ports.ts';
import { sendMessage } from '../messages/send-message.ts';
import { cancelTrade } from './cancel-trade.ts';
import { disputeTrade } from './dispute-trade.ts';
import { markPaid } from './mark-paid.ts';
import { openTrade } from './open-trade.ts';
import { releaseTrade } from './release-trade.ts';
import { resolveDispute } from './resolve-dispute.ts';
import { showTrade } from './show-trade.ts';
import type { Trade } from './trade.ts';
import {
  DisputeArgs,
  MarkPaidArgs,
  OpenTradeArgs,
  ResolveDisputeArgs,
  SendMessageArgs,
  TradeArgs,
  TradeType,
} from './trade.type.ts';

type Context = GraphQLContext<WalletServices>;

/** Each step answers with the trade as it is then; the same request again, under its key, does nothing more. */
@Resolver()
export class TradeStepsResolver {
  @Mutation(() => TradeType, {
    description: 'Buys part of an offer: the price is fixed, and the seller’s money held.',
  })
  async openP2pTrade(
    @Ctx() context: Context,
    @Args(() => OpenTradeArgs) { idempotencyKey, ...order }: OpenTradeArgs,
  ): Promise<Trade> {
    const { tradeId } = await openTrade(context.services, context.requirePerson(), order, idempotencyKey);
    return show(context, tradeId);
  }

  @Mutation(() => TradeType, { description: 'For the buyer, within the payment window.' })
  async markP2pTradePaid(
    @Ctx() context: Context,
    @Args(() => MarkPaidArgs) args: MarkPaidArgs,
  ): Promise<Trade> {
    await markPaid(context.services, context.requirePerson(), args);
    return show(context, args.tradeId);
  }

  @Mutation(() => TradeType, {
    description: 'For the seller: gives the money to the buyer. This cannot be taken back.',
  })
  async releaseP2pTrade(@Ctx() context: Context, @Args(() => TradeArgs) args: TradeArgs): Promise<Trade> {
    await releaseTrade(context.services, context.requirePerson(), args);
    return show(context, args.tradeId);
  }

  @Mutation(() => TradeType, {
    description:
      'For the buyer, until the money is released; for the seller, when the payment window is over and nothing was marked paid.',
  })
  async cancelP2pTrade(@Ctx() context: Context, @Args(() => TradeArgs) args: TradeArgs): Promise<Trade> {
    await cancelTrade(context.services, context.requirePerson(), args);
    return show(context, args.tradeId);
  }

  @Mutation(() => TradeType, {
    description: 'For either of the two, once it is marked paid: an operator decides.',
  })
  async disputeP2pTrade(@Ctx() context: Context, @Args(() => DisputeArgs) args: DisputeArgs): Promise<Trade> {
    await disputeTrade(context.services, context.requirePerson(), args);
    return show(context, args.tradeId);
  }

  @Mutation(() => TradeType, {
    description: 'Decides a dispute, for good. For operators who are not part of it.',
  })
  async resolveP2pDispute(
    @Ctx() context: Context,
    @Args(() => ResolveDisputeArgs) args: ResolveDisputeArgs,
  ): Promise<Trade> {
    await resolveDispute(context.services, await context.requireOperator(), args);
    return show(context, args.tradeId);
  }

  @Mutation(() => TradeType, {
    description: 'Says something to the other side of an open trade, such as where to pay.',
  })
  async sendP2pMessage(
    @Ctx() context: Context,
    @Args(() => SendMessageArgs) args: SendMessageArgs,
  ): Promise<Trade> {
    await sendMessage(context.services, context.requirePerson(), args);
    return show(context, args.tradeId);
  }
}

function show(context: Context, tradeId: string): Promise<Trade> {
  return showTrade(context.services.database.client, context.requirePerson(), tradeId);
}
