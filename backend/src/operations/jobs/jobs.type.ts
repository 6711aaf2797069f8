import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';

@ObjectType('JobQueue', { description: 'A kind of background work, and what waits of it.' })
export class JobQueueType {
  @Field(() => String)
  declare queue: string;

  @Field(() => Int, { description: 'May be taken by a worker.' })
  declare due: number;

  @Field(() => Int, { description: 'Is not to be done before a later instant.' })
  declare deferred: number;

  @Field(() => Int, { description: 'Is being done, as counted within the last minute.' })
  declare active: number;

  @Field(() => Int, { description: 'Was given up: see deadJobs.' })
  declare dead: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when the first due job waits.' })
  declare dueSince: Date | null;
}

@ObjectType('DeadJob', { description: 'A job that was given up and waits for an operator, for 90 days.' })
export class DeadJobType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare queue: string;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'What it was about, without secrets.' })
  declare payload: unknown;

  @Field(() => String, { nullable: true, description: 'What its last run said.' })
  declare error: string | null;

  @Field(() => Int)
  declare attempts: number;

  @Field(() => DateTime, { nullable: true })
  declare createdAt: Date | null;

  @Field(() => DateTime)
  declare givenUpAt: Date;
}

export const DeadJobConnection = connectionOf(DeadJobType, 'DeadJob');

@ArgsType()
export class DeadJobsArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  declare queue?: string | null;
}
