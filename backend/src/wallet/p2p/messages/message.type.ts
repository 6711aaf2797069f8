import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/index.ts';

@ObjectType('P2pMessage')
export class MessageType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare senderId: string;

  @Field(() => String)
  declare text: string;

  @Field(() => DateTime)
  declare createdAt: Date;
}
