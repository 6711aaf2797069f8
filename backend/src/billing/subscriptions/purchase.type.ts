import { ObjectType } from 'type-graphql';

/** Its fields are resolved from the ids. */
@ObjectType('Purchase', {
  description: 'So many periods for a subscription, and the transaction that pays them.',
})
export class PurchaseType {
  declare readonly subscriptionId: string;
  declare readonly transactionId: string;
}
