import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type GraphQLContext, MerchantType, merchantLoader } from '../../identity/index.ts';
import { Amount } from '../../platform/graphql/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { documentLink } from '../documents/document-link.ts';
import { loadRequired } from '../load-required.ts';
import { PublicPaymentType } from '../payments/public-payment.type.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { isToBeMinted } from '../quotes/quote-invoice.ts';
import { RailOptionType } from '../quotes/rail-option.type.ts';
import { type RailOption, railOptions } from '../quotes/rail-options.ts';
import { watch } from '../watch.ts';
import { amountDue, isPartiallyPaid } from './invoice.ts';
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

  @FieldResolver(() => Boolean, { description: 'Whether something was paid, but not enough.' })
  partiallyPaid(@Root() invoice: InvoiceRow): boolean {
    return isPartiallyPaid(invoice);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it is open and past its time, by the merchant’s clock.',
  })
  async overdue(@Root() { status, dueAt, merchantId }: InvoiceRow, @Ctx() { services }: Context) {
    const now = await merchantNow(services.database.client, services.clock, merchantId);
    return status === 'open' && dueAt < now;
  }

  @FieldResolver(() => String, { description: 'Its number as it is written on paper, such as INV-12.' })
  async displayNumber(@Root() { merchantId, number }: InvoiceRow, @Ctx() { services }: Context) {
    const { invoicePrefix } = await findPolicy(services.database.client, merchantId);
    return `${invoicePrefix}${number ?? ''}`;
  }

  @FieldResolver(() => [RailOptionType], {
    description: 'Every rail, and whether what is due can be paid over it now.',
  })
  async rails(@Root() invoice: InvoiceRow, @Ctx() { services }: Context): Promise<RailOption[]> {
    const { client } = services.database;
    const minted = await isToBeMinted(client, invoice);
    return railOptions(client, services, { ...invoice, minted }, amountDue(invoice));
  }

  @FieldResolver(() => String, {
    description:
      'A link that opens it as PDF in a browser, for a quarter of an hour; the PDF does not say who it is for.',
  })
  pdfUrl(@Root() { id }: InvoiceRow, @Ctx() { services }: Context): string {
    return documentLink(services.config, realNow(services.clock), { kind: 'public-invoice', id });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The same to its receipt; null while it is not paid.',
  })
  receiptUrl(@Root() { id, status }: InvoiceRow, @Ctx() { services }: Context): string | null {
    if (status !== 'paid') return null;
    return documentLink(services.config, realNow(services.clock), { kind: 'public-receipt', id });
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
