import { Field, ID, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import type { PersonAccountKind } from '../accounts/account-names.ts';
import { WalletAccountEnum, WalletBalanceType } from '../portfolio/wallet.type.ts';

@ObjectType('LegacyLock', { description: 'What was locked in the legacy system and is not settled.' })
export class LegacyLockType {
  @Field(() => ID)
  declare id: string;

  @Field(() => WalletAccountEnum)
  declare kind: PersonAccountKind;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => DateTime)
  declare createdAt: Date;
}

@ObjectType('LegacyWallet', { description: 'What came from the legacy system and is not with a person yet.' })
export class LegacyWalletType {
  @Field(() => ID)
  declare legacyUserId: string;

  @Field(() => ID, { nullable: true, description: 'Whose it turned out to be.' })
  declare personId: string | null;

  @Field(() => DateTime, { nullable: true })
  declare linkedAt: Date | null;

  @Field(() => [WalletBalanceType])
  declare balances: readonly WalletBalanceType[];

  @Field(() => [LegacyLockType])
  declare locks: readonly LegacyLockType[];
}
