import { Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType('TaxRate')
export class TaxRateType {
  @Field(() => String, { description: 'As it stands on invoices.' })
  declare name: string;

  @Field(() => Int, { description: 'Parts per million: 190000 is 19 %.' })
  declare ratePpm: number;

  @Field(() => Boolean, { description: 'Whether prices contain it; if not, it comes on top.' })
  declare included: boolean;
}

@InputType()
export class TaxRateInput implements TaxRateType {
  @Field(() => String, { description: 'As it stands on invoices.' })
  declare name: string;

  @Field(() => Int, { description: 'Parts per million: 190000 is 19 %.' })
  declare ratePpm: number;

  @Field(() => Boolean, { description: 'Whether prices contain it; if not, it comes on top.' })
  declare included: boolean;
}
