import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  type GraphQLContext,
  type MerchantScope,
  MerchantType,
  merchantLoader,
} from '../../identity/index.ts';
import { Amount, type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { realNow } from '../clock/real-now.ts';
import { CreditNoteType } from '../credit-notes/credit-note.type.ts';
import { CustomerType } from '../customers/customer.type.ts';
import { customerLoader } from '../customers/customer-loader.ts';
import { documentLink } from '../documents/document-link.ts';
import { payUrl } from '../frontend-links.ts';
import { loadRequired } from '../load-required.ts';
import { PaymentType } from '../payments/payment.type.ts';
import type { BillingServices } from '../ports.ts';
import { RefundType } from '../refunds/refund.type.ts';
import { requireId } from '../require-id.ts';
import { markInvoiceUncollectible, voidInvoice } from './close-invoice.ts';
import { amountDue, isPartiallyPaid } from './invoice.ts';
import {
  CreateInvoiceInput,
  InvoiceConnection,
  InvoiceLineType,
  InvoicesArgs,
  InvoiceType,
  MyInvoicesArgs,
  UpdateInvoiceInput,
} from './invoice.type.ts';
import {
  creditNotesLoader,
  invoiceLinesLoader,
  invoicePaymentsLoader,
  refundsLoader,
} from './invoice-loaders.ts';
import type { InvoiceRow } from './invoice-row.ts';
import { listInvoices, listOwnInvoices } from './list-invoices.repository.ts';
import { sendInvoice } from './send-invoice.ts';
import { requireInvoiceMember, showInvoice } from './show-invoice.ts';
import { createInvoice, deleteInvoice, updateInvoice } from './write-draft.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => InvoiceType)
export class InvoiceResolver {
  @Query(() => InvoiceType, { description: 'For its customer and the members of its merchant.' })
  invoice(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<InvoiceRow> {
    return showInvoice(context.services.database.client, context.requireViewer(), id);
  }

  @Query(() => InvoiceConnection, { description: 'A merchant’s invoices, newest first. For its members.' })
  async invoices(
    @Ctx() context: Context,
    @Args(() => InvoicesArgs) args: InvoicesArgs,
  ): Promise<Connection<InvoiceRow>> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'invoices');
    const page = readPage(args, 'invoice');
    if (args.customerId) requireId('customer', args.customerId);
    if (args.subscriptionId) requireId('subscription', args.subscriptionId);
    const { clock } = context.services;
    const rows = await listInvoices(context.reads, realNow(clock), scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => InvoiceConnection, {
    description: 'Your own invoices, newest first: at all merchants, or in the portal at its merchant.',
  })
  async myInvoices(
    @Ctx() context: Context,
    @Args(() => MyInvoicesArgs) args: MyInvoicesArgs,
  ): Promise<Connection<InvoiceRow>> {
    const subscriber = context.requireSubscriber();
    const page = readPage(args, 'invoice');
    if (args.subscriptionId) requireId('subscription', args.subscriptionId);
    const { database, clock } = context.services;
    const rows = await listOwnInvoices(database.client, realNow(clock), subscriber, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => InvoiceType, { description: 'Writes an invoice as a draft. For admins.' })
  async createInvoice(
    @Ctx() context: Context,
    @Arg('input', () => CreateInvoiceInput) input: CreateInvoiceInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<InvoiceRow> {
    const scope = await context.requireMerchant(input.merchantId, 'admin', 'invoices');
    const { invoiceId } = await createInvoice(context.services, scope, input, idempotencyKey);
    return this.#show(context, invoiceId);
  }

  @Mutation(() => InvoiceType, { description: 'Writes a draft anew. For admins.' })
  async updateInvoice(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
    @Arg('input', () => UpdateInvoiceInput) input: UpdateInvoiceInput,
  ): Promise<InvoiceRow> {
    await updateInvoice(context.services, await this.#admin(context, invoiceId), invoiceId, input);
    return this.#show(context, invoiceId);
  }

  @Mutation(() => ID, { description: 'Throws a draft away, and answers with its id. For admins.' })
  async deleteInvoice(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
  ): Promise<string> {
    await deleteInvoice(context.services, await this.#admin(context, invoiceId), invoiceId);
    return invoiceId;
  }

  @Mutation(() => InvoiceType, {
    description: 'Gives a draft its number: it is owed from now on. For admins.',
  })
  async openInvoice(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
  ): Promise<InvoiceRow> {
    await sendInvoice(context.services, await this.#admin(context, invoiceId), invoiceId);
    return this.#show(context, invoiceId);
  }

  @Mutation(() => InvoiceType, {
    description: 'Takes an invoice back towards which nothing was paid; used credit is returned. For admins.',
  })
  async voidInvoice(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string | null,
  ): Promise<InvoiceRow> {
    await voidInvoice(context.services, await this.#admin(context, invoiceId), invoiceId, reason);
    return this.#show(context, invoiceId);
  }

  @Mutation(() => InvoiceType, { description: 'Gives an open invoice up. For admins.' })
  async markInvoiceUncollectible(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string | null,
  ): Promise<InvoiceRow> {
    await markInvoiceUncollectible(
      context.services,
      await this.#admin(context, invoiceId),
      invoiceId,
      reason,
    );
    return this.#show(context, invoiceId);
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: InvoiceRow, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }

  @FieldResolver(() => CustomerType)
  customer(@Root() { merchantId, customerId: id }: InvoiceRow, @Ctx() context: Context) {
    return loadRequired(context, customerLoader, { merchantId, id });
  }

  @FieldResolver(() => Amount, { description: 'What is still to be paid; 0 of what is not open.' })
  amountDue(@Root() invoice: InvoiceRow): bigint {
    return amountDue(invoice);
  }

  @FieldResolver(() => Boolean, { description: 'Whether something was paid, but not enough.' })
  partiallyPaid(@Root() invoice: InvoiceRow): boolean {
    return isPartiallyPaid(invoice);
  }

  @FieldResolver(() => String, { description: 'Where whoever has the link sees and pays it.' })
  payUrl(@Root() { id }: InvoiceRow, @Ctx() { services }: Context): string {
    return payUrl(services.config, id);
  }

  @FieldResolver(() => String, {
    description: 'A link that opens it as PDF in a browser, for a quarter of an hour.',
  })
  pdfUrl(@Root() { id }: InvoiceRow, @Ctx() { services }: Context): string {
    return documentLink(services.config, realNow(services.clock), { kind: 'invoice', id });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The same to its receipt; null while it is not paid.',
  })
  receiptUrl(@Root() { id, status }: InvoiceRow, @Ctx() { services }: Context): string | null {
    if (status !== 'paid') return null;
    return documentLink(services.config, realNow(services.clock), { kind: 'receipt', id });
  }

  @FieldResolver(() => [InvoiceLineType])
  async lines(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(invoiceLinesLoader, { merchantId, invoiceId })) ?? [];
  }

  @FieldResolver(() => [PaymentType], { description: 'The newest 100, newest first.' })
  async payments(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(invoicePaymentsLoader, { merchantId, invoiceId })) ?? [];
  }

  @FieldResolver(() => [CreditNoteType])
  async creditNotes(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(creditNotesLoader, { merchantId, invoiceId })) ?? [];
  }

  @FieldResolver(() => [RefundType])
  async refunds(@Root() { merchantId, id: invoiceId }: InvoiceRow, @Ctx() context: Context) {
    return (await context.load(refundsLoader, { merchantId, invoiceId })) ?? [];
  }

  #admin(context: Context, invoiceId: string): Promise<MerchantScope> {
    const caller = context.requireCaller();
    return requireInvoiceMember(context.services.database.client, caller, 'invoice', invoiceId, 'admin');
  }

  #show(context: Context, invoiceId: string): Promise<InvoiceRow> {
    return showInvoice(context.services.database.client, context.requireCaller(), invoiceId);
  }
}
