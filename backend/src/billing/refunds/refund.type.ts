import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import type { RefundStatus } from './refund.ts';

const RefundStatusEnum = {
  REQUESTED: 'requested',
  SENT: 'sent',
  CANCELED: 'canceled',
} as const satisfies Record<Uppercase<RefundStatus>, RefundStatus>;

registerEnumType(RefundStatusEnum, {
  name: 'RefundStatus',
  description:
    'REQUESTED: the merchant has still to send it. SENT: it is gone. CANCELED: it stays as credit.',
});

@ObjectType('Refund', { description: 'Money that goes back over the rail that it was paid on.' })
export class RefundType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare paymentId: string;

  @Field(() => ID)
  declare invoiceId: string;

  @Field(() => ID, { nullable: true })
  declare creditNoteId: string | null;

  @Field(() => RefundStatusEnum)
  declare status: RefundStatus;

  @Field(() => RailEnum)
  declare rail: RailName;

  @Field(() => Amount, { description: 'In the currency that was paid in.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, {
    description: 'What it takes from the customer’s credit, in the invoice’s currency.',
  })
  declare creditAmount: bigint;

  @Field(() => String)
  declare creditCurrency: string;

  @Field(() => String, {
    nullable: true,
    description: 'The address that it is to go to, of a payment on Bitcoin.',
  })
  declare destination: string | null;

  @Field(() => String, { nullable: true, description: 'What it was sent by, such as a transaction’s id.' })
  declare reference: string | null;

  @Field(() => String)
  declare reason: string;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare sentAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare canceledAt: Date | null;
}

export const RefundConnection = connectionOf(RefundType, 'Refund');

@ArgsType()
export class RefundsArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => RefundStatusEnum, { nullable: true })
  declare status?: RefundStatus | null;
}

@InputType()
export class CreateRefundInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID)
  declare paymentId: string;

  @Field(() => Amount, {
    nullable: true,
    description: 'In the invoice’s currency, out of the customer’s credit; by default all that can go back.',
  })
  declare amount?: bigint | null;

  @Field(() => String)
  declare reason: string;
}
