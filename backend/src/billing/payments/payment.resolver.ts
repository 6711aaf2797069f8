import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type TransactionRow, TransactionType, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { InvoiceType } from '../invoices/invoice.type.ts';
import { invoiceLoader } from '../invoices/invoice-loaders.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { type ChainProgress, chainProgressOf } from './chain-progress.ts';
import { ChainProgressType } from './chain-progress.type.ts';
import { listPayments } from './list-payments.repository.ts';
import type { PaymentRow } from './payment.repository.ts';
import { PaymentConnection, PaymentsArgs, PaymentType } from './payment.type.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => PaymentType)
export class PaymentResolver {
  @Query(() => PaymentConnection, { description: 'A merchant’s payments, newest first. For its members.' })
  async payments(
    @Ctx() context: Context,
    @Args(() => PaymentsArgs) args: PaymentsArgs,
  ): Promise<Connection<PaymentRow>> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'invoices');
    const page = readPage(args, 'payment');
    if (args.invoiceId) requireId('invoice', args.invoiceId);
    if (args.customerId) requireId('customer', args.customerId);
    const rows = await listPayments(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @FieldResolver(() => InvoiceType)
  invoice(@Root() { merchantId, invoiceId }: PaymentRow, @Ctx() context: Context) {
    return loadRequired(context, invoiceLoader, { merchantId, invoiceId });
  }

  @FieldResolver(() => ChainProgressType, {
    nullable: true,
    description: 'Of a payment that is on the chain; null of another.',
  })
  chain(@Root() payment: PaymentRow, @Ctx() context: Context): Promise<ChainProgress | null> {
    return chainProgressOf(context, payment);
  }

  @FieldResolver(() => TransactionType, { nullable: true })
  async transaction(
    @Root() { transactionId }: PaymentRow,
    @Ctx() context: Context,
  ): Promise<TransactionRow | null> {
    return (transactionId && (await context.load(transactionLoader, transactionId))) || null;
  }
}
