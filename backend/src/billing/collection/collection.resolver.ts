import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { showPublicInvoice } from '../invoices/public-invoice.ts';
import { PublicInvoiceType } from '../invoices/public-invoice.type.ts';
import type { BillingServices, RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import { showSubscription } from '../subscriptions/show-subscription.ts';
import { SubscriptionType } from '../subscriptions/subscription.type.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import { autoRailLoader } from './auto-rail-loader.ts';
import { payInvoice } from './pay-invoice.ts';
import { revokeAutoPay, setAutoPay } from './set-auto-pay.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => SubscriptionType)
export class CollectionResolver {
  @Mutation(() => PublicInvoiceType, {
    description: 'Pays what is due of your invoice from your wallet, at once.',
  })
  async payInvoiceFromBalance(
    @Ctx() context: Context,
    @Arg('invoiceId', () => ID) invoiceId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<InvoiceRow> {
    const payer = context.requirePerson();
    const { services } = context;
    await payInvoice(services, payer, { invoiceId, rail: 'balance', idempotencyKey });
    return showPublicInvoice(services.database.client, invoiceId);
  }

  @Mutation(() => SubscriptionType, {
    description:
      'Allows that renewals are paid over a rail without asking, from now on; null takes it back, also in the portal.',
  })
  async setAutoPay(
    @Ctx() context: Context,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Arg('rail', () => RailEnum, { nullable: true }) rail: RailName | null | undefined,
  ): Promise<SubscriptionRow> {
    const { services } = context;
    if (rail) await setAutoPay(services, context.requirePerson(), subscriptionId, rail);
    else await revokeAutoPay(services, context.requireSubscriber(), subscriptionId);
    return showSubscription(services.database.client, context.requireSubscriber(), subscriptionId);
  }

  @FieldResolver(() => RailEnum, {
    nullable: true,
    description: 'The rail that renewals are paid over without asking.',
  })
  async autoPay(
    @Root() { merchantId, id }: SubscriptionRow,
    @Ctx() context: Context,
  ): Promise<RailName | null> {
    return (await context.load(autoRailLoader, { merchantId, id })) ?? null;
  }
}
