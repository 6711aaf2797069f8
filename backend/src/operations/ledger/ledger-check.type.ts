import { Field, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';

@ObjectType('LedgerCheckRun', { description: 'What a check of the whole ledger found.' })
export class LedgerCheckRunType {
  @Field(() => DateTime)
  declare startedAt: Date;

  @Field(() => DateTime)
  declare finishedAt: Date;

  @Field(() => Boolean)
  declare sound: boolean;

  @Field(() => String, { nullable: true, description: 'The first check that failed.' })
  declare failed: string | null;

  @Field(() => String, { nullable: true, description: 'What it stumbled over.' })
  declare culprit: string | null;

  @Field(() => Amount, { description: 'How many postings there were.' })
  declare postings: bigint;

  @Field(() => String, { nullable: true, description: 'Hash of the last seal, in hex.' })
  declare head: string | null;
}

@ObjectType('LedgerCheck', { description: 'How the checks of the ledger stand.' })
export class LedgerCheckType {
  @Field(() => Boolean, { description: 'Whether one is queued or at work.' })
  declare underWay: boolean;

  @Field(() => LedgerCheckRunType, { nullable: true, description: 'Null before the first has ended.' })
  declare last: LedgerCheckRunType | null;
}
