import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';

@ObjectType('ProverQueueState', { description: 'Transactions being made that are as far as this.' })
export class ProverQueueStateType {
  @Field(() => String, {
    description:
      'queued, proving, awaiting_signature, awaiting_cosignature, or unsent: signed, and not known to be sent.',
  })
  declare state: string;

  @Field(() => Int)
  declare count: number;

  @Field(() => DateTime, { description: 'When the first of them was begun.' })
  declare oldestAt: Date;

  @Field(() => String, { nullable: true })
  declare lastErrorCode: string | null;

  @Field(() => String, { nullable: true, description: 'The last problem that one of them met.' })
  declare lastError: string | null;

  @Field(() => DateTime, { nullable: true })
  declare lastErrorAt: Date | null;
}
