import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { TreasuryMoveKind, TreasuryMoveStatus } from './treasury-move.ts';

const TreasuryMoveKindEnum = {
  FUND: 'fund',
  WITHDRAW: 'withdraw',
  COLLECT_FEES: 'collect_fees',
} as const satisfies Record<Uppercase<TreasuryMoveKind>, TreasuryMoveKind>;

registerEnumType(TreasuryMoveKindEnum, {
  name: 'TreasuryMoveKind',
  description:
    'FUND: from custody into the treasury. WITHDRAW: back, once a second operator confirms. COLLECT_FEES: fees into the treasury.',
});

const TreasuryMoveStatusEnum = {
  PROPOSED: 'proposed',
  DONE: 'done',
  REJECTED: 'rejected',
} as const satisfies Record<Uppercase<TreasuryMoveStatus>, TreasuryMoveStatus>;

registerEnumType(TreasuryMoveStatusEnum, {
  name: 'TreasuryMoveStatus',
  description: 'PROPOSED: a second operator has to decide. DONE: the money has moved. REJECTED: it has not.',
});

@ObjectType('TreasuryMove', { description: 'The platform’s own money, moved by an operator.' })
export class TreasuryMoveType {
  @Field(() => ID)
  declare id: string;

  @Field(() => TreasuryMoveKindEnum)
  declare kind: TreasuryMoveKind;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => String)
  declare reason: string;

  @Field(() => TreasuryMoveStatusEnum)
  declare status: TreasuryMoveStatus;

  @Field(() => ID, { description: 'The operator, as a person.' })
  declare proposedBy: string;

  @Field(() => DateTime)
  declare proposedAt: Date;

  @Field(() => ID, { nullable: true, description: 'The operator, as a person.' })
  declare decidedBy: string | null;

  @Field(() => DateTime, { nullable: true })
  declare decidedAt: Date | null;
}

export const TreasuryMoveConnection = connectionOf(TreasuryMoveType, 'TreasuryMove');

@ObjectType('PlatformAccount', { description: 'An account of the platform itself, in one currency.' })
export class PlatformAccountType {
  @Field(() => String, {
    description:
      'fees; treasury (the stock of swaps and purchases); custody (what providers and banks hold for us, negative); interest; opening.',
  })
  declare kind: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare balance: bigint;

  @Field(() => Amount, { description: 'What is promised to something and cannot be used.' })
  declare locked: bigint;
}

@ArgsType()
export class TreasuryMovesArgs extends PageArgs {
  @Field(() => TreasuryMoveStatusEnum, { nullable: true })
  declare status?: TreasuryMoveStatus | null;
}

@InputType('NewTreasuryMove')
export class NewTreasuryMoveInput {
  @Field(() => TreasuryMoveKindEnum)
  declare kind: TreasuryMoveKind;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => String, { description: 'For the audit log: 1 to 300 characters.' })
  declare reason: string;
}
