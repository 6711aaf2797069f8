import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import {
  endPortalSession,
  type GraphQLContext,
  merchantLoader,
  redeemPortalLink,
} from '../../identity/index.ts';
import { customerLoader } from '../customers/customer-loader.ts';
import { loadRequired } from '../load-required.ts';
import type { BillingServices } from '../ports.ts';
import { createPortalSession, type PortalLink } from './create-portal-session.ts';
import { PortalLinkType, PortalTokenType, PortalType } from './portal.type.ts';
import { revokePortals } from './revoke-portals.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver()
export class PortalResolver {
  @Query(() => PortalType, { description: 'Whom the portal session of this request is for.' })
  async portal(@Ctx() context: Context): Promise<PortalType> {
    const { portalSessionId: id, merchantId, customerId } = context.requirePortal();
    const [merchant, customer] = await Promise.all([
      loadRequired(context, merchantLoader, merchantId),
      loadRequired(context, customerLoader, { merchantId, id: customerId }),
    ]);
    return { id, merchant, customer };
  }

  @Mutation(() => PortalLinkType, {
    description:
      'A link by which a customer sees and manages what they have at the merchant. Works once, for half an hour. For admins.',
  })
  async createPortalSession(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('customerId', () => ID) customerId: string,
    @Arg('returnUrl', () => String, { nullable: true }) returnUrl?: string | null,
  ): Promise<PortalLink> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'customers');
    return createPortalSession(context.services, scope, customerId, { returnUrl });
  }

  @Mutation(() => PortalTokenType, { description: 'Uses a portal link up for a session of an hour.' })
  redeemPortalLink(
    @Ctx() { services }: Context,
    @Arg('secret', () => String, { description: 'What stands behind the # of the link.' }) secret: string,
  ): Promise<PortalTokenType> {
    return redeemPortalLink(services, secret);
  }

  @Mutation(() => Boolean, { description: 'Ends the portal session of this request.' })
  async endPortalSession(@Ctx() context: Context): Promise<boolean> {
    await endPortalSession(context.services, context.requirePortal());
    return true;
  }

  @Mutation(() => Int, {
    description: 'Ends all portal links and sessions of a customer; answers with how many. For admins.',
  })
  async revokePortalSessions(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('customerId', () => ID) customerId: string,
  ): Promise<number> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'customers');
    return revokePortals(context.services, scope, customerId);
  }
}
