import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type GraphQLContext, MerchantType, merchantLoader } from '../../identity/index.ts';
import type { CustomerRow } from '../customers/customer.repository.ts';
import { CustomerType } from '../customers/customer.type.ts';
import { InvoiceType } from '../invoices/invoice.type.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { showInvoice } from '../invoices/show-invoice.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { CreditBalanceType, OwnCreditType } from './credit.type.ts';
import { type CustomerCredit, findOwnCredit } from './credit-balance.repository.ts';
import { creditLoader } from './credit-loader.ts';
import { useCredit } from './use-credit.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => OwnCreditType)
export class OwnCreditResolver {
  @Query(() => [OwnCreditType], {
    description: 'Your own credit: at all merchants, or in the portal at its merchant.',
  })
  myCredit(@Ctx() context: Context): Promise<CustomerCredit[]> {
    return findOwnCredit(context.services.database.client, context.requireSubscriber());
  }

  @Mutation(() => InvoiceType, {
    description:
      'Pays an open invoice from its customer’s credit, as far as it reaches. For its customer, also in the portal, and for admins.',
  })
  async applyCredit(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
  ): Promise<InvoiceRow> {
    const viewer = context.requireViewer();
    await useCredit(context.services, viewer, invoiceId);
    return showInvoice(context.services.database.client, viewer, invoiceId);
  }

  @FieldResolver(() => MerchantType)
  merchant(@Root() { merchantId }: CustomerCredit, @Ctx() context: Context) {
    return loadRequired(context, merchantLoader, merchantId);
  }
}

@Resolver(() => CustomerType)
export class CustomerCreditResolver {
  @FieldResolver(() => [CreditBalanceType], { description: 'What they have with the merchant.' })
  async credit(@Root() { id }: CustomerRow, @Ctx() context: Context) {
    return (await context.load(creditLoader, id)) ?? [];
  }
}
