import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Actor } from '../../compliance/index.ts';
import { connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';

export const ActorKindEnum = {
  PERSON: 'person',
  CUSTOMER: 'customer',
  API_KEY: 'api_key',
  OPERATOR: 'operator',
  SYSTEM: 'system',
} as const satisfies Record<Uppercase<Actor['kind']>, Actor['kind']>;

registerEnumType(ActorKindEnum, { name: 'ActorKind' });

@ObjectType('Actor', { description: 'Whoever did something.' })
export class ActorType {
  @Field(() => ActorKindEnum)
  declare kind: Actor['kind'];

  @Field(() => ID, {
    description:
      'Of the person, API key or, in the portal, customer; the name of the part that acted by itself.',
  })
  declare id: string;
}

@ObjectType('AuditEntry', { description: 'Who did what, and when.' })
export class AuditEntryType {
  @Field(() => ID)
  declare id: string;

  @Field(() => DateTime)
  declare at: Date;

  @Field(() => ActorType)
  declare actor: ActorType;

  @Field(() => String, { description: 'Such as member.invited or plan.archived.' })
  declare action: string;

  @Field(() => String, { description: 'What it was done to: an id, or the address of who was invited.' })
  declare subjectId: string;

  @Field(() => GraphQLJSONObject, { description: 'What was decided: the fields depend on the action.' })
  declare details?: object;
}

export const AuditEntryConnection = connectionOf(AuditEntryType, 'AuditEntry');

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, { nullable: true })
  declare action?: string | null;

  @Field(() => ID, { nullable: true })
  declare actorId?: string | null;

  @Field(() => String, { nullable: true })
  declare subjectId?: string | null;
}
