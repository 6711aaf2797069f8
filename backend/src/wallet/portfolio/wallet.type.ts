import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';
import type { PersonAccountKind } from '../accounts/account-names.ts';

export const WalletAccountEnum = { WALLET: 'wallet', SAVINGS: 'savings' } as const satisfies Record<
  Uppercase<PersonAccountKind>,
  PersonAccountKind
>;

registerEnumType(WalletAccountEnum, {
  name: 'WalletAccount',
  description: 'WALLET: money to use. SAVINGS: money that earns interest.',
});

@ObjectType('WalletBalance', { description: 'Amounts are in the currency’s smallest unit.' })
export class WalletBalanceType {
  @Field(() => WalletAccountEnum)
  declare kind: PersonAccountKind;

  @Field(() => String)
  declare currency: string;

  @Field(() => Int, { description: 'A whole unit is 10 to the power of these.' })
  declare decimals: number;

  @Field(() => Amount)
  declare available: bigint;

  @Field(() => Amount, { description: 'Promised to a withdrawal, a trade or the like.' })
  declare locked: bigint;

  @Field(() => Amount, { description: 'Available and locked together.' })
  declare total: bigint;
}

@ObjectType('Wallet', { description: 'A person’s balances.' })
export class WalletType {
  @Field(() => [WalletBalanceType], { description: 'By kind and currency; those never used are not there.' })
  declare balances: readonly WalletBalanceType[];
}
