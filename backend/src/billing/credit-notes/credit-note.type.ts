import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { CreditNoteDestination } from './credit-note.ts';

export const CreditNoteDestinationEnum = {
  CREDIT: 'credit',
  REFUND: 'refund',
} as const satisfies Record<Uppercase<CreditNoteDestination>, CreditNoteDestination>;

registerEnumType(CreditNoteDestinationEnum, {
  name: 'CreditNoteDestination',
  description: 'What becomes of what was paid. CREDIT: the customer can use it. REFUND: it goes back.',
});

@ObjectType('CreditNoteLine')
export class CreditNoteLineType {
  @Field(() => Int, { description: 'Of the invoice.' })
  declare invoiceLine: number;

  @Field(() => String)
  declare description: string;

  @Field(() => Amount, { description: 'As lines are stated on the invoice.' })
  declare amount: bigint;
}

@ObjectType('CreditNote', { description: 'Takes back part of an invoice, or all of it, in its currency.' })
export class CreditNoteType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare invoiceId: string;

  @Field(() => Amount, { description: 'Taxes included.' })
  declare amount: bigint;

  @Field(() => Amount)
  declare tax: bigint;

  @Field(() => String)
  declare reason: string;

  @Field(() => CreditNoteDestinationEnum)
  declare destination: CreditNoteDestination;

  @Field(() => [CreditNoteLineType], { description: 'None where it is over an amount.' })
  declare lines: CreditNoteLineType[];

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const CreditNoteConnection = connectionOf(CreditNoteType, 'CreditNote');

@ArgsType()
export class CreditNotesArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID, { nullable: true })
  declare invoiceId?: string | null;
}

@InputType()
export class CreditNoteLineInput {
  @Field(() => Int, { description: 'Of the invoice.' })
  declare line: number;

  @Field(() => Amount, {
    nullable: true,
    description: 'As the line is stated; all that is left of it by default.',
  })
  declare amount?: bigint | null;
}

@InputType({ description: 'Over an amount or over lines; without either, all that is left of the invoice.' })
export class CreateCreditNoteInput {
  @Field(() => ID)
  declare invoiceId: string;

  @Field(() => Amount, { nullable: true, description: 'Taxes included.' })
  declare amount?: bigint | null;

  @Field(() => [CreditNoteLineInput], { nullable: true })
  declare lines?: CreditNoteLineInput[] | null;

  @Field(() => String)
  declare reason: string;

  @Field(() => CreditNoteDestinationEnum, { nullable: true, description: 'CREDIT by default.' })
  declare destination?: CreditNoteDestination | null;
}
