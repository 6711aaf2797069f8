import { ObjectType } from 'type-graphql';

/** Its fields are resolved from the ids. */
@ObjectType('PlanMint', { description: 'The mint of a plan.' })
export class PlanMintType {
  declare readonly planId: string;
  declare readonly transactionId: string;
}
