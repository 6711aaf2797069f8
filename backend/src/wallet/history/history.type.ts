import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Amount, DateTime, PageArgs, PageInfo } from '../../platform/graphql/index.ts';
import type { PersonAccountKind } from '../accounts/account-names.ts';
import { WalletAccountEnum } from '../portfolio/wallet.type.ts';

@ObjectType('WalletHistoryItem', { description: 'One change of one balance.' })
export class HistoryItemType {
  @Field(() => ID)
  declare id: string;

  @Field(() => DateTime)
  declare at: Date;

  @Field(() => String, { description: 'Such as deposit, swap or savings.interest.' })
  declare kind: string;

  @Field(() => WalletAccountEnum)
  declare account: PersonAccountKind;

  @Field(() => String)
  declare currency: string;

  @Field(() => Int)
  declare decimals: number;

  @Field(() => Amount, { description: 'Below zero is what went.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'After it.' })
  declare balance: bigint;

  @Field(() => ID, { description: 'What happens together has the same.' })
  declare postingId: string;

  @Field(() => ID, { nullable: true, description: 'What it is about: a deposit, a trade, a swap …' })
  declare subjectId: string | null;

  @Field(() => String, { nullable: true })
  declare description: string | null;
}

@ObjectType('WalletHistory', { description: 'A page of history, newest first.' })
export class HistoryPageType {
  @Field(() => [HistoryItemType])
  declare nodes: readonly HistoryItemType[];

  @Field(() => PageInfo)
  declare pageInfo: PageInfo;
}

@ArgsType()
export class HistoryArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  declare kinds?: string[] | null;

  @Field(() => String, { nullable: true })
  declare currency?: string | null;

  @Field(() => WalletAccountEnum, { nullable: true })
  declare account?: PersonAccountKind | null;

  @Field(() => DateTime, { nullable: true, description: 'Inclusive.' })
  declare from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Exclusive.' })
  declare to?: Date | null;
}
