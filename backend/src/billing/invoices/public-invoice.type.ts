import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import type { InvoiceStatus } from './invoice.ts';

export const InvoiceStatusEnum = {
  DRAFT: 'draft',
  OPEN: 'open',
  PAID: 'paid',
  VOID: 'void',
  UNCOLLECTIBLE: 'uncollectible',
} as const satisfies Record<Uppercase<InvoiceStatus>, InvoiceStatus>;

registerEnumType(InvoiceStatusEnum, {
  name: 'InvoiceStatus',
  description:
    'OPEN: owed. VOID: not owed after all. UNCOLLECTIBLE: given up. Money that comes all the same counts.',
});

@ObjectType('PublicInvoiceLine')
export class PublicInvoiceLineType {
  @Field(() => Int, { description: 'Counted from 1.' })
  declare line: number;

  @Field(() => String, { description: 'plan, setup_fee, proration, item or tax.' })
  declare kind: string;

  @Field(() => String)
  declare description: string;

  @Field(() => Int)
  declare quantity: number;

  @Field(() => Amount, { description: 'Of one, in the invoice’s currency.' })
  declare unitAmount: bigint;

  @Field(() => Amount, { description: 'Negative is a deduction.' })
  declare amount: bigint;

  @Field(() => Int, { nullable: true, description: 'Of a tax, in parts per million.' })
  declare taxRatePpm: number | null;

  @Field(() => Boolean, { description: 'Of a tax: whether it is part of the other lines.' })
  declare taxIncluded: boolean;

  @Field(() => DateTime, { nullable: true })
  declare periodStart: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare periodEnd: Date | null;
}

@ObjectType('PublicInvoice', {
  description:
    'What whoever has the id of an invoice may see of it: what is owed and what has arrived, not by whom. Amounts are in its currency.',
})
export class PublicInvoiceType {
  @Field(() => ID)
  declare id: string;

  @Field(() => Int, { nullable: true, description: 'Counted per merchant without gaps.' })
  declare number: number | null;

  @Field(() => InvoiceStatusEnum)
  declare status: InvoiceStatus;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'Without taxes.' })
  declare subtotal: bigint;

  @Field(() => Amount)
  declare tax: bigint;

  @Field(() => Amount)
  declare total: bigint;

  @Field(() => Amount, { description: 'Paid from the customer’s credit balance.' })
  declare credit: bigint;

  @Field(() => Amount, { description: 'Taken off by credit notes.' })
  declare noted: bigint;

  @Field(() => Amount, { description: 'By payments that have settled.' })
  declare paid: bigint;

  @Field(() => Amount, { description: 'Paid beyond the total, which the customer has as credit.' })
  declare overpaid: bigint;

  @Field(() => Boolean)
  declare paidLate: boolean;

  @Field(() => DateTime)
  declare dueAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare openedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare paidAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was voided or given up.' })
  declare closedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What the merchant has written on it.' })
  declare memo: string | null;
}
