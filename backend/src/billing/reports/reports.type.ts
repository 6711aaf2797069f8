import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';
import type { Age } from './receivables.repository.ts';
import type { CustomerMovements, Movements } from './recurring.ts';
import type { LostRow, RecurringMonth } from './show-recurring.ts';

@ArgsType()
export class ReportsArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, { description: 'The first day, in UTC: 2027-01-01.' })
  declare from: string;

  @Field(() => String, { description: 'The day after the last, in UTC: 2027-02-01.' })
  declare to: string;

  @Field(() => String, { description: 'Totals are counted in this currency, at the rates of now.' })
  declare currency: string;
}

const InvoiceAgeEnum = {
  NOT_DUE: 'not_due',
  DAYS_1_30: 'days_1_30',
  DAYS_31_60: 'days_31_60',
  DAYS_61_90: 'days_61_90',
  DAYS_OVER_90: 'days_over_90',
} as const satisfies Record<Uppercase<Age>, Age>;
registerEnumType(InvoiceAgeEnum, { name: 'InvoiceAge', description: 'Days since an invoice was due.' });

@ObjectType('MrrMovements', {
  description: 'Monthly recurring revenue over a time in one currency; what went is negative.',
})
export class MrrMovementsType implements Movements {
  @Field(() => String)
  declare currency: string;
  @Field(() => Amount, { description: 'At the beginning.' })
  declare opening: bigint;
  @Field(() => Amount, { description: 'Of customers who had never paid before.' })
  declare new: bigint;
  @Field(() => Amount, { description: 'More from customers who paid already.' })
  declare expansion: bigint;
  @Field(() => Amount, { description: 'Less from customers who still pay.' })
  declare contraction: bigint;
  @Field(() => Amount, { description: 'Of customers who pay nothing any more.' })
  declare churned: bigint;
  @Field(() => Amount, { description: 'Of customers who had been lost.' })
  declare reactivated: bigint;
  @Field(() => Amount, { description: 'At the end.' })
  declare mrr: bigint;
  @Field(() => Amount, { description: 'At the end, for a year.' })
  declare arr: bigint;
  @Field(() => Int, { description: 'Subscriptions that count at the end.' })
  declare subscriptions: number;
  @Field(() => Int, { nullable: true, description: 'Churned and contracted, in millionths of the opening.' })
  declare grossChurnPpm: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'The same less expansion and reactivation; negative is growth.',
  })
  declare netChurnPpm: number | null;
}

@ObjectType('CustomerMovements', { description: 'Customers with a subscription that counts.' })
export class CustomerMovementsType implements CustomerMovements {
  @Field(() => Int)
  declare opening: number;
  @Field(() => Int)
  declare gained: number;
  @Field(() => Int)
  declare lost: number;
  @Field(() => Int)
  declare closing: number;
  @Field(() => Int, { nullable: true, description: 'Lost, in millionths of the opening.' })
  declare churnPpm: number | null;
}

@ObjectType('RecurringMonth')
export class RecurringMonthType implements RecurringMonth {
  @Field(() => String, { description: 'Its first day.' })
  declare month: string;
  @Field(() => [MrrMovementsType], { description: 'By currency.' })
  declare movements: readonly Movements[];
  @Field(() => CustomerMovementsType)
  declare customers: CustomerMovements;
}

@ObjectType('LostRevenue', { description: 'Monthly recurring revenue lost in one way.' })
export class LostRevenueType implements LostRow {
  @Field(() => String)
  declare currency: string;
  @Field(() => String, { description: 'canceled, expired, paused or undone (by the chain).' })
  declare cause: string;
  @Field(() => Int)
  declare subscriptions: number;
  @Field(() => Amount)
  declare mrr: bigint;
}

@ObjectType('RecurringReport')
export class RecurringReportType {
  @Field(() => [MrrMovementsType], { description: 'Over the whole period, by currency.' })
  declare movements: readonly Movements[];
  @Field(() => CustomerMovementsType)
  declare customers: CustomerMovements;
  @Field(() => [RecurringMonthType], {
    description: 'By month, the first and last as far as in the period.',
  })
  declare months: readonly RecurringMonth[];
  @Field(() => [LostRevenueType], { description: 'What is churned, by cause.' })
  declare lost: readonly LostRow[];
  @Field(() => Int, { description: 'Trials that began in the period.' })
  declare trialsStarted: number;
  @Field(() => Int, { description: 'Trials, begun whenever, that became paid in the period.' })
  declare trialsConverted: number;
  @Field(() => Amount, {
    nullable: true,
    description: 'At the end, all currencies at the rates of now; null while a rate is missing.',
  })
  declare mrrTotal: bigint | null;
  @Field(() => Amount, { nullable: true, description: 'The same for a year.' })
  declare arrTotal: bigint | null;
}

@ObjectType('RevenueRow', { description: 'Entries of the revenue account in the ledger, added up.' })
class RevenueRowType {
  @Field(() => String, { description: 'First day of the month.' })
  declare month: string;
  @Field(() => String)
  declare currency: string;
  @Field(() => String, { description: 'The rail; credit for what became credit or was paid with it.' })
  declare rail: string;
  @Field(() => ID, { nullable: true })
  declare planId: string | null;
  @Field(() => String, { description: 'Of the postings: payment, payment.undone, credit.applied, …' })
  declare kind: string;
  @Field(() => Amount, { description: 'Negative is what went.' })
  declare amount: bigint;
}

@ObjectType('CurrencyAmount')
class CurrencyAmountType {
  @Field(() => String)
  declare currency: string;
  @Field(() => Amount)
  declare amount: bigint;
}

@ObjectType('RevenueReport')
export class RevenueReportType {
  @Field(() => [RevenueRowType], { description: 'By month, currency, rail, plan and kind.' })
  declare rows: readonly RevenueRowType[];
  @Field(() => [CurrencyAmountType], { description: 'By currency.' })
  declare sums: readonly CurrencyAmountType[];
  @Field(() => Amount, {
    nullable: true,
    description: 'All currencies at the rates of now; null while a rate is missing.',
  })
  declare total: bigint | null;
}

@ObjectType('OutstandingRow', { description: 'What is to be paid of open invoices, now.' })
class OutstandingRowType {
  @Field(() => String)
  declare currency: string;
  @Field(() => InvoiceAgeEnum)
  declare age: Age;
  @Field(() => Int)
  declare invoices: number;
  @Field(() => Amount)
  declare amount: bigint;
}

@ObjectType('UncollectibleRow', { description: 'What was given up of invoices.' })
class UncollectibleRowType {
  @Field(() => String)
  declare currency: string;
  @Field(() => Int)
  declare invoices: number;
  @Field(() => Amount)
  declare amount: bigint;
}

@ObjectType('ReceivablesReport')
export class ReceivablesReportType {
  @Field(() => [OutstandingRowType], { description: 'Open invoices now, by age.' })
  declare outstanding: readonly OutstandingRowType[];
  @Field(() => [UncollectibleRowType], { description: 'Given up in the period.' })
  declare uncollectible: readonly UncollectibleRowType[];
  @Field(() => Amount, {
    nullable: true,
    description: 'Outstanding, all currencies at the rates of now; null while a rate is missing.',
  })
  declare outstandingTotal: bigint | null;
}

@ObjectType('Reports', { description: 'As defined in docs/reports.md. Days and months are those of UTC.' })
export class ReportsType {
  @Field(() => String, { description: 'What totals are counted in.' })
  declare currency: string;
}
