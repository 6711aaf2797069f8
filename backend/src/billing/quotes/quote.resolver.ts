import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { TransactionType, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices, RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import type { QuoteRow } from './quote.repository.ts';
import { PaymentQuoteType } from './quote.type.ts';
import { quoteForPayer } from './quote-for-payer.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => PaymentQuoteType)
export class QuoteResolver {
  @Mutation(() => PaymentQuoteType, {
    description:
      'What is to be paid for an invoice over a rail. While the answer holds, asking again gives the same. BITCOIN: for whoever knows the invoice’s id; the other rails: for the customer.',
  })
  quoteInvoice(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
    @Arg('rail', () => RailEnum) rail: RailName,
  ): Promise<QuoteRow> {
    const payer = rail === 'bitcoin' ? null : context.requirePerson();
    return quoteForPayer(context.services, payer, invoiceId, rail);
  }

  @FieldResolver(() => String, { nullable: true, description: 'BITCOIN: where to pay to.' })
  address(@Root() { instructions }: QuoteRow): string | null {
    return instructions.address ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'BITCOIN: the link that wallets open (BIP 21).',
  })
  bip21(@Root() { instructions }: QuoteRow): string | null {
    return instructions.bip21 ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The text of the QR code.' })
  qr(@Root() { instructions }: QuoteRow): string | null {
    return instructions.qr ?? null;
  }

  @FieldResolver(() => TransactionType, { nullable: true, description: 'CHARMS: the transaction to sign.' })
  async transaction(@Root() { transactionId }: QuoteRow, @Ctx() context: Context) {
    return (transactionId && (await context.load(transactionLoader, transactionId))) || null;
  }
}
