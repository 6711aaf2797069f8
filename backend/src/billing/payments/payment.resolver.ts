import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type TransactionRow, TransactionType, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import type { PaymentRow } from './payment.repository.ts';
import { PaymentType } from './payment.type.ts';

@Resolver(() => PaymentType)
export class PaymentResolver {
  @FieldResolver(() => TransactionType, { nullable: true })
  async transaction(
    @Root() { transactionId }: PaymentRow,
    @Ctx() context: GraphQLContext<BillingServices>,
  ): Promise<TransactionRow | null> {
    return (transactionId && (await context.load(transactionLoader, transactionId))) || null;
  }
}
