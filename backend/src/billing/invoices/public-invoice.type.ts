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
  @Field(() => String)
  declare description: string;

  @Field(() => Int)
  declare quantity: number;

  @Field(() => Amount, { description: 'Of one, in the invoice’s currency.' })
  declare unitAmount: bigint;

  @Field(() => Amount, { description: 'Negative is a deduction.' })
  declare amount: bigint;
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

  @Field(() => Amount)
  declare total: bigint;

  @Field(() => Amount, { description: 'Paid from the customer’s credit balance.' })
  declare credit: bigint;

  @Field(() => Amount, { description: 'By payments that have settled.' })
  declare paid: bigint;

  @Field(() => Amount, { description: 'Paid beyond the total, which the customer has as credit.' })
  declare overpaid: bigint;

  @Field(() => Boolean)
  declare paidLate: boolean;

  @Field(() => DateTime)
  declare dueAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare paidAt: Date | null;
}
