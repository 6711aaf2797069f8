import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';
import type { LimitedOperation } from './limits.ts';

export const LimitedOperationEnum = {
  DEPOSIT: 'deposit',
  WITHDRAWAL: 'withdrawal',
  P2P: 'p2p',
  SWAP: 'swap',
  EXPRESS_BUY: 'express_buy',
  SAVINGS: 'savings',
  PAYMENT: 'payment',
} as const satisfies Record<Uppercase<LimitedOperation>, LimitedOperation>;

registerEnumType(LimitedOperationEnum, { name: 'LimitedOperation' });

@ObjectType('OperationLimit', {
  description:
    'How much of a currency one person may move. Amounts are in its smallest unit; null is no limit.',
})
export class OperationLimitType {
  @Field(() => LimitedOperationEnum)
  declare operation: LimitedOperation;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { nullable: true })
  declare perOnce: bigint | null;

  @Field(() => Amount, { nullable: true, description: 'Within any 24 hours.' })
  declare perDay: bigint | null;
}
