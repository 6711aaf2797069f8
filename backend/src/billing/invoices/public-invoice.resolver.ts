import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type GraphQLContext, MerchantType, merchantLoader } from '../../identity/index.ts';
import { Amount } from '../../platform/graphql/index.ts';
import { loadRequired } from '../load-required.ts';
import { PublicPaymentType } from '../payments/public-payment.type.ts';
import type { BillingServices } from '../ports.ts';
import { watch } from '../watch.ts';
import { amountDue } from './invoice.ts';
import { invoiceLinesLoader, invoicePaymentsLoader } from './invoice-loaders.ts';
import type { InvoiceRow } from './invoice-row.ts';
import { showPublicInvoice } from './public-invoice.ts';
import { PublicInvoiceLineType, PublicInvoiceType } from './public-invoice.type.ts';

type Context = GraphQLContext<BillingServices>;
type Watching = { context: Context; args: { invoiceId: string } };

@Resolver(() => PublicInvoiceType)
export class PublicInvoiceResolver {
  @Query(() => PublicInvoiceType, { description: 'An invoice, for whoever knows its id.' })
  publicInvoice(@Ctx() { services }: Context, @Arg('id', () => ID) id: string): Promise<InvoiceRow> {
    return showPublicInvoice(services.database.client, id);
  }

  @Subscription(() => PublicInvoiceType, {
    description: 'The invoice now, and after every change of it or its payments.',
    subscribe: ({ context: { services }, args: { invoiceId: id } }: Watching) =>
      watch(services, { type: 'invoice.updated', id }, () => showPublicInvoice(services.database.client, id)),
  })
  invoiceUpdated(@Root() invoice: InvoiceRow, @Arg('invoiceId', () => ID) _: string): InvoiceRow {
    return invoice;
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: InvoiceRow, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }

  @FieldResolver(() => Amount, { description: 'What is still to be paid; 0 of what is not open.' })
  amountDue(@Root() invoice: InvoiceRow): bigint {
    return amountDue(invoice);
  }

  @FieldResolver(() => [PublicInvoiceLineType])
  async lines(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(invoiceLinesLoader, { merchantId, invoiceId })) ?? [];
  }

  @FieldResolver(() => [PublicPaymentType], { description: 'The newest 100, newest first.' })
  async payments(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(invoicePaymentsLoader, { merchantId, invoiceId })) ?? [];
  }
}
