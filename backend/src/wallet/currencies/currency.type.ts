import 'reflect-metadata';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('Currency')
export class CurrencyType {
  @Field(() => String)
  code!: string;

  @Field(() => Int, { description: 'Amounts are whole units of 10^-decimals.' })
  decimals!: number;
}
