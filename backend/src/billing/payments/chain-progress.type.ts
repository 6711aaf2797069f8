import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('ChainProgress', {
  description: 'How far the Bitcoin transaction that carries a payment has come.',
})
export class ChainProgressType {
  @Field(() => String, { nullable: true, description: 'Known once the transaction is built.' })
  declare txid: string | null;

  @Field(() => Int, { description: 'As of the newest block that is known.' })
  declare confirmations: number;

  @Field(() => Int, { description: 'With how many the payment settles.' })
  declare confirmationsNeeded: number;
}
