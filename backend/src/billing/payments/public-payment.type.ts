import { Field, Int, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import type { RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import type { PaymentStatus } from './payment.ts';
import { PaymentStatusEnum } from './payment.type.ts';

@ObjectType('PublicPayment', {
  description: 'Money seen for an invoice, for whoever knows the invoice’s id.',
})
export class PublicPaymentType {
  @Field(() => PaymentStatusEnum)
  declare status: PaymentStatus;

  @Field(() => RailEnum)
  declare rail: RailName;

  @Field(() => Amount, { description: 'In the smallest unit of the currency: satoshi for BTC.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, {
    nullable: true,
    description: 'What it is worth to the invoice, in its currency; null until that is known.',
  })
  declare invoiceAmount: bigint | null;

  @Field(() => Boolean, { description: 'Whether it came after its quote had expired.' })
  declare late: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Time of the block that holds it.' })
  declare confirmedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare settledAt: Date | null;

  @Field(() => DateTime, { description: 'When it was first seen.' })
  declare createdAt: Date;
}

@ObjectType('BitcoinOutput', { description: 'An output of a transaction.' })
export class BitcoinOutputType {
  @Field(() => String)
  declare txid: string;

  @Field(() => Int)
  declare vout: number;
}
