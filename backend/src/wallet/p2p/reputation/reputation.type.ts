import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Somebody who trades, as others see them.' })
export class P2pTrader {
  @Field(() => ID)
  declare personId: string;

  @Field(() => Int, { description: 'Trades that they saw through, as buyer or seller.' })
  declare completed: number;

  @Field(() => Int, {
    description:
      'Trades that came to nothing through them: not paid, called off or lost in a dispute as the buyer; released by an operator in their place as the seller.',
  })
  declare failed: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Completed of completed and failed, in hundredths of a percent, rounded down; null before the first.',
  })
  declare completionRateBps: number | null;
}
