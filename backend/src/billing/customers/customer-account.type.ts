import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs, PageInfo } from '../../platform/graphql/index.ts';
import { TaxRateInput, TaxRateType } from '../invoices/tax.type.ts';

@ObjectType('MetadataEntry')
export class MetadataEntryType {
  @Field(() => String)
  declare key: string;

  @Field(() => String)
  declare value: string;
}

@InputType()
export class MetadataEntryInput {
  @Field(() => String)
  declare key: string;

  @Field(() => String)
  declare value: string;
}

@ObjectType('CreditMove', { description: 'A change of a customer’s credit.' })
export class CreditMoveType {
  @Field(() => DateTime)
  declare at: Date;

  @Field(() => String, { description: 'Such as credit.applied, credit.overpaid, credit.adjusted or refund.' })
  declare kind: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'Below zero is what was used.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'After it.' })
  declare balance: bigint;

  @Field(() => String, { nullable: true })
  declare description: string | null;
}

@ObjectType('CreditHistory')
export class CreditHistoryType {
  @Field(() => [CreditMoveType])
  declare nodes: CreditMoveType[];

  @Field(() => PageInfo)
  declare pageInfo: PageInfo;
}

@ObjectType('CustomerAccount', { description: 'A customer with all that their merchant knows of them.' })
export class CustomerAccountType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare address: string;

  @Field(() => String, { nullable: true })
  declare name: string | null;

  @Field(() => String, { nullable: true })
  declare email: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when a mail server refuses the e-mail address for good: it is written to no more, until it is given anew.',
  })
  declare emailRefusedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What that mail server said.' })
  declare emailRefusal: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when they want no reminders by e-mail; receipts and what has to be known are sent all the same.',
  })
  declare remindersStoppedAt: Date | null;

  @Field(() => [TaxRateType], {
    nullable: true,
    description: 'Instead of the merchant’s own: none at all is exempt, null is as the merchant’s.',
  })
  declare taxes: TaxRateType[] | null;

  @Field(() => String, { nullable: true, description: 'Their number with the tax office.' })
  declare taxId: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const CustomerConnection = connectionOf(CustomerAccountType, 'CustomerAccount');

@ArgsType()
export class CustomersArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, {
    nullable: true,
    description: 'The beginning of an address, or part of a name or e-mail.',
  })
  declare search?: string | null;
}

@InputType({ description: 'What is not named stays; null takes it away.' })
export class UpdateCustomerInput {
  @Field(() => String, { nullable: true })
  declare name?: string | null;

  @Field(() => String, { nullable: true })
  declare email?: string | null;

  @Field(() => [MetadataEntryInput], { nullable: true })
  declare metadata?: MetadataEntryInput[] | null;

  @Field(() => [TaxRateInput], {
    nullable: true,
    description: 'Instead of the merchant’s own: none at all is exempt, null is as the merchant’s.',
  })
  declare taxes?: TaxRateInput[] | null;

  @Field(() => String, { nullable: true })
  declare taxId?: string | null;
}

@InputType()
export class AdjustCreditInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID)
  declare customerId: string;

  @Field(() => Amount, { description: 'Below zero is taken.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => String)
  declare reason: string;
}
