import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../../platform/errors/index.ts';
import { Amount, type Connection, readPage, toConnection } from '../../../platform/graphql/index.ts';
import type { WalletServices } from '../../ports.ts';
import { loadRequired } from '../load-required.ts';
import { requireId } from '../read-input.ts';
import { P2pTrader } from '../reputation/reputation.type.ts';
import { traderLoader } from '../reputation/trader-loader.ts';
import { changeOffer } from './change-offer.ts';
import { createOffer } from './create-offer.ts';
import { findOffer, listMarket, listOwnOffers } from './offer.repository.ts';
import type { Offer, OfferInput, OfferPrice } from './offer.ts';
import {
  CreateOfferInput,
  MarketArgs,
  MyOffersArgs,
  OfferConnection,
  OfferQuoteType,
  OfferType,
} from './offer.type.ts';
import { type OfferQuote, quoteOffer } from './quote-offer.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => OfferType)
export class OfferResolver {
  @Query(() => OfferConnection, {
    description: 'What can be bought now, newest first: active offers whose sellers have the money for them.',
  })
  async p2pOffers(
    @Ctx() context: Context,
    @Args(() => MarketArgs) args: MarketArgs,
  ): Promise<Connection<Offer>> {
    const page = readPage(args, 'offer');
    context.requirePerson();
    const { amount, currency } = args;
    if (amount !== undefined && amount !== null && (!currency || amount <= 0n)) {
      throw new InvalidInputError('amount', 'more than zero, of a currency');
    }
    const { database, config } = context.services;
    const rows = await listMarket(database.client, page, args, config.WALLET_P2P_FEE_BPS);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => OfferType)
  p2pOffer(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Offer> {
    context.requirePerson();
    return showOffer(context, id);
  }

  @Query(() => OfferConnection, { description: 'Your own offers, newest first.' })
  async myP2pOffers(
    @Ctx() context: Context,
    @Args(() => MyOffersArgs) args: MyOffersArgs,
  ): Promise<Connection<Offer>> {
    const page = readPage(args, 'offer');
    const rows = await listOwnOffers(context.services.database.client, context.requirePerson(), page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => OfferQuoteType, { description: 'What a trade of this amount would come to now.' })
  p2pQuote(
    @Ctx() context: Context,
    @Arg('offerId', () => ID) offerId: string,
    @Arg('amount', () => Amount) amount: bigint,
  ): Promise<OfferQuote> {
    context.requirePerson();
    return quoteOffer(context.services, offerId, amount);
  }

  @Mutation(() => OfferType, { description: 'Offers an amount for sale. Locks nothing yet.' })
  async createP2pOffer(
    @Ctx() context: Context,
    @Arg('input', () => CreateOfferInput) input: CreateOfferInput,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<Offer> {
    const person = context.requirePerson();
    const { unitPrice, marginBps, ...terms } = input;
    const price = toPrice(unitPrice, marginBps);
    const { offerId } = await createOffer(context.services, person, { ...terms, price }, idempotencyKey);
    return showOffer(context, offerId);
  }

  @Mutation(() => OfferType, { description: 'Takes an offer off the market until it is resumed.' })
  pauseP2pOffer(@Ctx() context: Context, @Arg('offerId', () => ID) offerId: string): Promise<Offer> {
    return change(context, offerId, 'pause');
  }

  @Mutation(() => OfferType)
  resumeP2pOffer(@Ctx() context: Context, @Arg('offerId', () => ID) offerId: string): Promise<Offer> {
    return change(context, offerId, 'resume');
  }

  @Mutation(() => OfferType, {
    description: 'Takes an offer off the market for good. Its open trades go on.',
  })
  closeP2pOffer(@Ctx() context: Context, @Arg('offerId', () => ID) offerId: string): Promise<Offer> {
    return change(context, offerId, 'close');
  }

  @FieldResolver(() => P2pTrader)
  seller(@Root() { sellerId }: Offer, @Ctx() context: Context): Promise<P2pTrader> {
    return loadRequired(context, traderLoader, sellerId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The price of a whole unit, where it is fixed.',
  })
  unitPrice(@Root() { price }: Offer): string | null {
    return price.kind === 'fixed' ? price.unitPrice : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How far above the market’s rate, where the price follows it, in hundredths of a percent.',
  })
  marginBps(@Root() { price }: Offer): number | null {
    return price.kind === 'market' ? price.marginBps : null;
  }

  @FieldResolver(() => Int, {
    description: 'What the seller pays the platform beside the amount, in hundredths of a percent of it.',
  })
  feeBps(@Root() _: Offer, @Ctx() { services }: Context): number {
    return services.config.WALLET_P2P_FEE_BPS;
  }
}

async function change(context: Context, offerId: string, input: OfferInput): Promise<Offer> {
  await changeOffer(context.services, context.requirePerson(), offerId, input);
  return showOffer(context, offerId);
}

async function showOffer({ services }: Context, id: string): Promise<Offer> {
  requireId('offer', id);
  const offer = await findOffer(services.database.client, id);
  if (!offer) throw new NotFoundError('offer', id);
  return offer;
}

function toPrice(unitPrice: string | null | undefined, marginBps: number | null | undefined): OfferPrice {
  const isFixed = unitPrice !== undefined && unitPrice !== null;
  const isMarket = marginBps !== undefined && marginBps !== null;
  if (isFixed && !isMarket) return { kind: 'fixed', unitPrice };
  if (isMarket && !isFixed) return { kind: 'market', marginBps };
  throw new InvalidInputError('unitPrice', 'one of unitPrice and marginBps');
}
