import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext, MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { requireInvoiceMember } from '../invoices/show-invoice.ts';
import type { BillingServices } from '../ports.ts';
import { createRefund } from './create-refund.ts';
import { findRefund, listRefunds } from './refund.repository.ts';
import type { RefundRow } from './refund.ts';
import { CreateRefundInput, RefundConnection, RefundsArgs, RefundType } from './refund.type.ts';
import { cancelRefund, sendRefund } from './send-refund.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => RefundType)
export class RefundResolver {
  @Query(() => RefundConnection, { description: 'A merchant’s refunds, newest first. For its members.' })
  async refunds(
    @Ctx() context: Context,
    @Args(() => RefundsArgs) args: RefundsArgs,
  ): Promise<Connection<RefundRow>> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'invoices');
    const page = readPage(args, 'refund');
    const rows = await listRefunds(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => RefundType, {
    description:
      'Sends back what a customer has paid too much or was credited, at once where the rail can. For admins.',
  })
  async createRefund(
    @Ctx() context: Context,
    @Arg('input', () => CreateRefundInput) input: CreateRefundInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<RefundRow> {
    const scope = await context.requireMerchant(input.merchantId, 'admin', 'invoices');
    const { refundId } = await createRefund(context.services, scope, input, idempotencyKey);
    return this.#show(context, scope, refundId);
  }

  @Mutation(() => RefundType, {
    description: 'Says that a requested refund was sent, and by which transaction. For admins.',
  })
  async sendRefund(
    @Ctx() context: Context,
    @Arg('refundId', () => ID) refundId: string,
    @Arg('reference', () => String, { nullable: true }) reference?: string | null,
  ): Promise<RefundRow> {
    const scope = await this.#member(context, refundId);
    await sendRefund(context.services, scope, refundId, reference ?? null);
    return this.#show(context, scope, refundId);
  }

  @Mutation(() => RefundType, { description: 'Keeps what was to be sent back as credit. For admins.' })
  async cancelRefund(
    @Ctx() context: Context,
    @Arg('refundId', () => ID) refundId: string,
  ): Promise<RefundRow> {
    const scope = await this.#member(context, refundId);
    await cancelRefund(context.services, scope, refundId);
    return this.#show(context, scope, refundId);
  }

  #member(context: Context, refundId: string): Promise<MerchantScope> {
    const caller = context.requireCaller();
    return requireInvoiceMember(context.services.database.client, caller, 'refund', refundId, 'admin');
  }

  async #show({ services }: Context, scope: MerchantScope, refundId: string): Promise<RefundRow> {
    const refund = await findRefund(services.database.client, scope, refundId);
    if (!refund) throw new NotFoundError('refund', refundId);
    return refund;
  }
}
