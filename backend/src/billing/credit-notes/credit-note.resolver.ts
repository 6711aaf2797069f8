import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { realNow } from '../clock/real-now.ts';
import { documentLink } from '../documents/document-link.ts';
import { requireInvoiceMember } from '../invoices/show-invoice.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { createCreditNote } from './create-credit-note.ts';
import { findCreditNote, listCreditNotes } from './credit-note.repository.ts';
import { type CreditNoteRow, formatCreditNoteNumber } from './credit-note.ts';
import {
  CreateCreditNoteInput,
  CreditNoteConnection,
  CreditNotesArgs,
  CreditNoteType,
} from './credit-note.type.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => CreditNoteType)
export class CreditNoteResolver {
  @Query(() => CreditNoteConnection, {
    description: 'A merchant’s credit notes, newest first. For its members.',
  })
  async creditNotes(
    @Ctx() context: Context,
    @Args(() => CreditNotesArgs) args: CreditNotesArgs,
  ): Promise<Connection<CreditNoteRow>> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'invoices');
    const page = readPage(args, 'creditNote');
    if (args.invoiceId) requireId('invoice', args.invoiceId);
    const rows = await listCreditNotes(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => CreditNoteType, {
    description: 'Takes back part of an open or paid invoice, or all of it. For admins.',
  })
  async createCreditNote(
    @Ctx() context: Context,
    @Arg('input', () => CreateCreditNoteInput) input: CreateCreditNoteInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<CreditNoteRow> {
    const { services } = context;
    const tx = services.database.client;
    const scope = await requireInvoiceMember(
      tx,
      context.requireCaller(),
      'invoice',
      input.invoiceId,
      'admin',
    );
    const { creditNoteId } = await createCreditNote(services, scope, input, idempotencyKey);
    const note = await findCreditNote(tx, scope, creditNoteId);
    if (!note) throw new NotFoundError('creditNote', creditNoteId);
    return note;
  }

  @FieldResolver(() => String, { description: 'Counted per merchant without gaps: CN-1, CN-2 …' })
  number(@Root() { number }: CreditNoteRow): string {
    return formatCreditNoteNumber(number);
  }

  @FieldResolver(() => String, {
    description: 'A link that opens it as PDF in a browser, for a quarter of an hour.',
  })
  pdfUrl(@Root() { id }: CreditNoteRow, @Ctx() { services }: Context): string {
    return documentLink(services.config, realNow(services.clock), { kind: 'credit-note', id });
  }
}
