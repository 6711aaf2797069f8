import { Field, ID, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import type { RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';

@ObjectType('PaymentQuote', { description: 'What is to be paid for an invoice over a rail, and how.' })
export class PaymentQuoteType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare invoiceId: string;

  @Field(() => RailEnum)
  declare rail: RailName;

  @Field(() => Amount, { description: 'In the smallest unit of `currency`: satoshi for BTC.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'What that pays of the invoice, in the invoice’s currency.' })
  declare invoiceAmount: bigint;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when the amount holds: what comes later counts at the rate of then. Null is without end.',
  })
  declare expiresAt: Date | null;
}
