import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import type { PaymentStatus } from './payment.ts';
import type { PaymentFlag } from './payment-report.ts';

export const PaymentStatusEnum = {
  DETECTED: 'detected',
  CONFIRMING: 'confirming',
  SETTLED: 'settled',
  REPLACED: 'replaced',
  DOUBLE_SPENT: 'double_spent',
  REORGED: 'reorged',
  DROPPED: 'dropped',
} as const satisfies Record<Uppercase<PaymentStatus>, PaymentStatus>;

registerEnumType(PaymentStatusEnum, {
  name: 'PaymentStatus',
  description:
    'DETECTED: seen. CONFIRMING: in a block, or was. SETTLED: counts. The others say why it does not come.',
});

const PaymentFlagEnum = {
  OUTDATED_PLAN_STATE: 'outdated_plan_state',
} as const satisfies Record<Uppercase<PaymentFlag>, PaymentFlag>;

registerEnumType(PaymentFlagEnum, {
  name: 'PaymentFlag',
  description: 'Why a payment that arrived counts for nothing.',
});

@ObjectType('Payment', { description: 'Money seen for an invoice.' })
export class PaymentType {
  @Field(() => ID)
  declare id: string;

  @Field(() => PaymentStatusEnum)
  declare status: PaymentStatus;

  @Field(() => RailEnum)
  declare rail: RailName;

  @Field(() => Amount, { description: 'In the smallest unit of the currency: satoshi for BTC.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => String, {
    description: 'What the rail knows the money by: BITCOIN: txid:vout; CHARMS: the id of the transaction.',
  })
  declare reference: string;

  @Field(() => ID)
  declare invoiceId: string;

  @Field(() => Amount, {
    nullable: true,
    description: 'What it is worth to the invoice, in its currency, at the rate that was locked.',
  })
  declare invoiceAmount: bigint | null;

  @Field(() => Boolean, { description: 'Whether it came after its quote had expired.' })
  declare late: boolean;

  @Field(() => Int, { description: 'Periods that it pays for.' })
  declare periods: number;

  @Field(() => PaymentFlagEnum, { nullable: true })
  declare flag: PaymentFlag | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the block that holds it.' })
  declare confirmedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare settledAt: Date | null;

  @Field(() => DateTime, { description: 'When it was first seen.' })
  declare createdAt: Date;
}

export const PaymentConnection = connectionOf(PaymentType, 'Payment');

@ArgsType()
export class PaymentsArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => RailEnum, { nullable: true })
  declare rail?: RailName | null;

  @Field(() => PaymentStatusEnum, { nullable: true })
  declare status?: PaymentStatus | null;

  @Field(() => ID, { nullable: true })
  declare invoiceId?: string | null;

  @Field(() => ID, { nullable: true })
  declare customerId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'First seen then or later.' })
  declare from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'First seen before.' })
  declare to?: Date | null;
}
