import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { Actor } from './audit.ts';

const ActorKindEnum = {
  PERSON: 'person',
  CUSTOMER: 'customer',
  OPERATOR: 'operator',
  API_KEY: 'api_key',
  SYSTEM: 'system',
} as const satisfies Record<Uppercase<Actor['kind']>, Actor['kind']>;

registerEnumType(ActorKindEnum, {
  name: 'AuditActorKind',
  description:
    'CUSTOMER: in the portal of a merchant. SYSTEM: what the product did by itself; the id is the job or rule.',
});

@ObjectType('AuditActor')
export class AuditActorType {
  @Field(() => ActorKindEnum)
  declare kind: Actor['kind'];

  @Field(() => ID)
  declare id: string;
}

@ObjectType('InstallationAuditEntry', {
  description: 'Who did what to what. Entries are never changed or removed.',
})
export class AuditEntryType {
  @Field(() => ID)
  declare id: string;

  @Field(() => DateTime)
  declare at: Date;

  @Field(() => AuditActorType)
  declare actor: Actor;

  @Field(() => String, { description: 'Such as withdrawal.approved.' })
  declare action: string;

  @Field(() => ID, { description: 'What it was done to.' })
  declare subjectId: string;

  @Field(() => ID, { nullable: true, description: 'The merchant whose affair it was, if it was one’s.' })
  declare merchantId?: string | null;

  @Field(() => GraphQLJSONObject, { description: 'What was decided, and on what grounds.' })
  declare details: object;
}

export const AuditConnection = connectionOf(AuditEntryType, 'InstallationAuditEntry');

@ArgsType()
export class AuditArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  declare action?: string | null;

  @Field(() => ID, { nullable: true })
  declare actorId?: string | null;

  @Field(() => ID, { nullable: true })
  declare subjectId?: string | null;

  @Field(() => ID, { nullable: true })
  declare merchantId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Inclusive.' })
  declare from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Exclusive.' })
  declare to?: Date | null;
}
