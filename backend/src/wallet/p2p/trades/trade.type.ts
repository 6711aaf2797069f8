import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../../platform/graphql/index.ts';
import type { DisputeOutcome } from './resolve-dispute.ts';
import type { TradeRole, TradeStatus } from './trade.ts';

const TradeStatusEnum = {
  AWAITING_PAYMENT: 'awaiting_payment',
  PAID: 'paid',
  DISPUTED: 'disputed',
  RELEASED: 'released',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  REFUNDED: 'refunded',
} as const satisfies Record<Uppercase<TradeStatus>, TradeStatus>;

registerEnumType(TradeStatusEnum, {
  name: 'P2pTradeStatus',
  description:
    'AWAITING_PAYMENT, PAID (says the buyer) and DISPUTED: the seller’s money is held. RELEASED: the buyer has it. CANCELED (by the buyer), EXPIRED (never marked paid) and REFUNDED (by an operator): the seller has it back.',
});

const TradeRoleEnum = { BUYER: 'buyer', SELLER: 'seller' } as const satisfies Record<
  Uppercase<TradeRole>,
  TradeRole
>;

registerEnumType(TradeRoleEnum, { name: 'P2pTradeRole' });

export const DisputeOutcomeEnum = { BUYER: 'buyer', SELLER: 'seller' } as const satisfies Record<
  Uppercase<DisputeOutcome>,
  DisputeOutcome
>;

registerEnumType(DisputeOutcomeEnum, {
  name: 'P2pDisputeOutcome',
  description: 'Who the held money goes to.',
});

@ObjectType('P2pTrade', { description: 'Part of an offer that somebody buys.' })
export class TradeType {
  @Field(() => ID)
  declare id: string;

  @Field(() => TradeStatusEnum)
  declare status: TradeStatus;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'What the buyer gets.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'What the seller pays the platform beside it, in the same currency.' })
  declare fee: bigint;

  @Field(() => String)
  declare priceCurrency: string;

  @Field(() => Int, { description: 'Decimals of the smallest unit of the price currency.' })
  declare priceDecimals: number;

  @Field(() => String, {
    description: 'Whole units of the price currency for a whole unit, as a decimal number.',
  })
  declare unitPrice: string;

  @Field(() => Amount, {
    description: 'What the buyer pays the seller, in the smallest unit of the price currency.',
  })
  declare priceAmount: bigint;

  @Field(() => String)
  declare paymentMethod: string;

  @Field(() => DateTime, { description: 'Until when it can be marked paid; after it the trade expires.' })
  declare payBy: Date;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare paidAt: Date | null;

  @Field(() => String, { nullable: true, description: 'By what the seller finds the payment.' })
  declare paymentReference: string | null;

  @Field(() => DateTime, { nullable: true })
  declare disputedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'Which of the two disputed it.' })
  declare disputedBy: string | null;

  @Field(() => String, { nullable: true })
  declare disputeReason: string | null;

  @Field(() => String, { nullable: true })
  declare disputeEvidence: string | null;

  @Field(() => String, { nullable: true, description: 'Why the operator decided as they did.' })
  declare resolution: string | null;

  @Field(() => DateTime, { nullable: true })
  declare endedAt: Date | null;
}

export const TradeConnection = connectionOf(TradeType, 'P2pTrade');

@ArgsType()
export class MyTradesArgs extends PageArgs {
  @Field(() => TradeStatusEnum, { nullable: true })
  declare status?: TradeStatus | null;

  @Field(() => TradeRoleEnum, { nullable: true, description: 'Only those on this side of which you are.' })
  declare role?: TradeRole | null;
}

@ArgsType()
export class OpenTradeArgs {
  @Field(() => ID)
  declare offerId: string;

  @Field(() => Amount, { description: 'In the smallest unit of the offer’s currency.' })
  declare amount: bigint;

  @Field(() => String, { description: 'One of the offer’s.' })
  declare paymentMethod: string;

  @Field(() => Amount, {
    nullable: true,
    description: 'What you want to pay at most, in the smallest unit of the price currency.',
  })
  declare maxPriceAmount?: bigint | null;

  @Field(() => String)
  declare idempotencyKey: string;
}

/** What every step of a trade is asked with. */
@ArgsType()
export class TradeArgs {
  @Field(() => ID)
  declare tradeId: string;

  @Field(() => String)
  declare idempotencyKey: string;
}

@ArgsType()
export class MarkPaidArgs extends TradeArgs {
  @Field(() => String, { description: 'By what the seller finds the payment; at most 200 characters.' })
  declare reference: string;
}

@ArgsType()
export class DisputeArgs extends TradeArgs {
  @Field(() => String, { description: 'At most 1,000 characters.' })
  declare reason: string;

  @Field(() => String, { nullable: true, description: 'At most 4,000 characters.' })
  declare evidence?: string | null;
}

@ArgsType()
export class ResolveDisputeArgs extends TradeArgs {
  @Field(() => DisputeOutcomeEnum)
  declare outcome: DisputeOutcome;

  @Field(() => String, { description: 'At most 1,000 characters; both of the trade read it.' })
  declare reason: string;
}

@ArgsType()
export class SendMessageArgs extends TradeArgs {
  @Field(() => String, { description: 'At most 1,000 characters.' })
  declare text: string;
}
