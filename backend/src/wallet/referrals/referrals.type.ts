import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Amount, connectionOf, DateTime } from '../../platform/graphql/index.ts';

@ObjectType('Referral', { description: 'Somebody who came here through you.' })
export class ReferralType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String, { description: 'The end of their address; nothing else of them is told.' })
  declare hint: string;

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const ReferralConnection = connectionOf(ReferralType, 'Referral');

@ObjectType('ReferralCommission', { description: 'A share of one fee, paid into your wallet with it.' })
export class CommissionType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID, { description: 'Whose fee it was.' })
  declare referralId: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the fee was given back and this with it, such as after a bank had called its money back.',
  })
  declare takenBackAt: Date | null;
}

export const CommissionConnection = connectionOf(CommissionType, 'ReferralCommission');

@ObjectType('ReferralTotal', { description: 'All commissions of one currency, less those taken back.' })
export class CommissionTotalType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => Int)
  declare count: number;
}

@ObjectType('ReferralProgram', { description: 'Your referrals in short.' })
export class ReferralProgramType {
  @Field(() => String, { nullable: true, description: 'Your code; null until createReferralCode.' })
  declare code: string | null;

  @Field(() => Int, { description: 'Of each fee, in hundredths of a percent.' })
  declare commissionBps: number;

  @Field(() => Boolean, { description: 'Whether you came here through somebody yourself.' })
  declare referred: boolean;

  @Field(() => [CommissionTotalType])
  declare totals: readonly CommissionTotalType[];
}
