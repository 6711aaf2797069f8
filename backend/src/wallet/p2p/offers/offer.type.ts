import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../../platform/graphql/index.ts';
import type { OfferStatus } from './offer.ts';

export const OfferStatusEnum = {
  ACTIVE: 'active',
  PAUSED: 'paused',
  CLOSED: 'closed',
} as const satisfies Record<Uppercase<OfferStatus>, OfferStatus>;

registerEnumType(OfferStatusEnum, {
  name: 'P2pOfferStatus',
  description:
    'ACTIVE: on the market while its seller has the money. PAUSED: off it for a while. CLOSED: off it for good.',
});

@ObjectType('P2pOffer', {
  description: 'Somebody sells a currency and is paid outside. Amounts are in the unit of `currency`.',
})
export class OfferType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'To sell altogether.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'What no trade has taken.' })
  declare remaining: bigint;

  @Field(() => Amount, { description: 'The least for one trade.' })
  declare minAmount: bigint;

  @Field(() => Amount, { description: 'The most for one trade; `remaining` where that is less.' })
  declare maxAmount: bigint;

  @Field(() => String)
  declare priceCurrency: string;

  @Field(() => Int, { description: 'Decimals of the smallest unit of the price currency.' })
  declare priceDecimals: number;

  @Field(() => [String])
  declare paymentMethods: string[];

  @Field(() => String)
  declare terms: string;

  @Field(() => Int, { description: 'How long a buyer has to pay.' })
  declare windowSeconds: number;

  @Field(() => OfferStatusEnum)
  declare status: OfferStatus;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

export const OfferConnection = connectionOf(OfferType, 'P2pOffer');

@ObjectType('P2pQuote', {
  description: 'What a trade of this amount would come to now. Nothing is promised.',
})
export class OfferQuoteType {
  @Field(() => OfferType)
  declare offer: OfferType;

  @Field(() => Amount, { description: 'What the buyer gets.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'What the seller pays the platform beside it, in the same currency.' })
  declare fee: bigint;

  @Field(() => String, {
    description: 'Whole units of the price currency for a whole unit, as a decimal number.',
  })
  declare unitPrice: string;

  @Field(() => Amount, {
    description:
      'What the buyer pays the seller, in the smallest unit of the price currency. To pay no more than this, give it as `maxPriceAmount`.',
  })
  declare priceAmount: bigint;
}

@ArgsType()
export class MarketArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  declare currency?: string | null;

  @Field(() => String, { nullable: true })
  declare priceCurrency?: string | null;

  @Field(() => Amount, {
    nullable: true,
    description: 'Only offers that a trade of this amount can be opened on; with `currency`.',
  })
  declare amount?: bigint | null;
}

@ArgsType()
export class MyOffersArgs extends PageArgs {
  @Field(() => OfferStatusEnum, { nullable: true })
  declare status?: OfferStatus | null;
}

@InputType('CreateP2pOfferInput', {
  description: 'Amounts are in the smallest unit of `currency`. Give one of `unitPrice` and `marginBps`.',
})
export class CreateOfferInput {
  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'To sell altogether.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'The least for one trade.' })
  declare minAmount: bigint;

  @Field(() => Amount, { description: 'The most for one trade.' })
  declare maxAmount: bigint;

  @Field(() => String, { description: 'A currency of the wallet, or a national one by its ISO 4217 code.' })
  declare priceCurrency: string;

  @Field(() => String, {
    nullable: true,
    description:
      'A fixed price: whole units of the price currency for a whole unit, at most 15 digits and 12 decimals.',
  })
  declare unitPrice?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'A price that follows the market: so far above (or below) its rate when a trade opens, in hundredths of a percent, -5000 to 5000.',
  })
  declare marginBps?: number | null;

  @Field(() => [String], { description: '1 to 10, of at most 50 characters each.' })
  declare paymentMethods: string[];

  @Field(() => String, { defaultValue: '', description: 'At most 2,000 characters.' })
  declare terms: string;

  @Field(() => Int, { defaultValue: 1_800, description: 'How long a buyer has to pay: 900 to 86,400.' })
  declare windowSeconds: number;
}
