import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { InvoiceKind, InvoiceStatus } from './invoice.ts';
import { InvoiceStatusEnum } from './public-invoice.type.ts';

const InvoiceKindEnum = {
  FIRST: 'first',
  RENEWAL: 'renewal',
  PREPAID: 'prepaid',
  CHANGE: 'change',
  MANUAL: 'manual',
} as const satisfies Record<Uppercase<InvoiceKind>, InvoiceKind>;

registerEnumType(InvoiceKindEnum, {
  name: 'InvoiceKind',
  description:
    'FIRST: a subscription begins. RENEWAL: its next period. PREPAID: further periods that somebody bought. CHANGE: another price or quantity. MANUAL: written by the merchant.',
});

@ObjectType('InvoiceLine')
export class InvoiceLineType {
  @Field(() => Int, { description: 'Counted from 1.' })
  declare line: number;

  @Field(() => String, { description: 'plan, setup_fee, proration, item or tax.' })
  declare kind: string;

  @Field(() => String)
  declare description: string;

  @Field(() => Int)
  declare quantity: number;

  @Field(() => Amount)
  declare unitAmount: bigint;

  @Field(() => Amount, { description: 'Below zero is a deduction.' })
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

@ObjectType('Invoice', { description: 'What a customer owes. Amounts are in its currency.' })
export class InvoiceType {
  @Field(() => ID)
  declare id: string;

  @Field(() => Int, { nullable: true, description: 'Counted per merchant without gaps; null of a draft.' })
  declare number: number | null;

  @Field(() => InvoiceStatusEnum)
  declare status: InvoiceStatus;

  @Field(() => InvoiceKindEnum)
  declare kind: InvoiceKind;

  @Field(() => ID)
  declare customerId: string;

  @Field(() => ID, { nullable: true })
  declare subscriptionId: string | null;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'Without taxes.' })
  declare subtotal: bigint;

  @Field(() => Amount)
  declare tax: bigint;

  @Field(() => Amount)
  declare total: bigint;

  @Field(() => Amount, { description: 'Paid from the customer’s credit.' })
  declare credit: bigint;

  @Field(() => Amount, { description: 'Taken off by credit notes.' })
  declare noted: bigint;

  @Field(() => Amount, { description: 'By payments that have settled.' })
  declare paid: bigint;

  @Field(() => Amount, { description: 'Paid beyond what was owed.' })
  declare overpaid: bigint;

  @Field(() => Boolean)
  declare paidLate: boolean;

  @Field(() => Int, { description: 'Periods that it grants when it is paid.' })
  declare periods: number;

  @Field(() => DateTime, { nullable: true })
  declare periodStart: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare periodEnd: Date | null;

  @Field(() => DateTime)
  declare dueAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare openedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare paidAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was voided or given up.' })
  declare closedAt: Date | null;

  @Field(() => String, { nullable: true })
  declare memo: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const InvoiceConnection = connectionOf(InvoiceType, 'Invoice');

@ArgsType()
export class MyInvoicesArgs extends PageArgs {
  @Field(() => InvoiceStatusEnum, { nullable: true })
  declare status?: InvoiceStatus | null;

  @Field(() => InvoiceKindEnum, { nullable: true })
  declare kind?: InvoiceKind | null;

  @Field(() => ID, { nullable: true })
  declare subscriptionId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Made then or later.' })
  declare from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Made before.' })
  declare to?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Open and past its time.' })
  declare overdue?: boolean | null;
}

@ArgsType()
export class InvoicesArgs extends MyInvoicesArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID, { nullable: true })
  declare customerId?: string | null;
}

@InputType()
export class InvoiceItemInput {
  @Field(() => String)
  declare description: string;

  @Field(() => Int, { nullable: true, description: '1 by default.' })
  declare quantity?: number | null;

  @Field(() => Amount, { description: 'Of one; below zero is a deduction.' })
  declare unitAmount: bigint;
}

@InputType()
export class UpdateInvoiceInput {
  @Field(() => [InvoiceItemInput])
  declare items: InvoiceItemInput[];

  @Field(() => DateTime, { nullable: true, description: 'By default as the merchant’s policy says.' })
  declare dueAt?: Date | null;

  @Field(() => String, { nullable: true })
  declare memo?: string | null;
}

@InputType()
export class CreateInvoiceInput extends UpdateInvoiceInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID)
  declare customerId: string;

  @Field(() => String)
  declare currency: string;
}
