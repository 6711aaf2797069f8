import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import type { CustomerRow } from './customer.repository.ts';
import { CustomerType } from './customer.type.ts';
import { setContact } from './set-contact.ts';

@Resolver()
export class ContactResolver {
  @Mutation(() => CustomerType, {
    description:
      'Writes your name and e-mail address as a customer of a merchant, also in the portal. What is not given stays; null takes it away.',
  })
  setContact(
    @Ctx() context: GraphQLContext<BillingServices>,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('customerId', () => ID) customerId: string,
    @Arg('name', () => String, { nullable: true }) name?: string | null,
    @Arg('email', () => String, { nullable: true }) email?: string | null,
  ): Promise<CustomerRow> {
    const key = { merchantId, customerId };
    return setContact(context.services, context.requireSubscriber(), key, { name, email });
  }
}
