import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import { type ChainProgress, chainProgressOf } from './chain-progress.ts';
import { ChainProgressType } from './chain-progress.type.ts';
import type { PaymentRow } from './payment.repository.ts';
import { BitcoinOutputType, PublicPaymentType } from './public-payment.type.ts';

@Resolver(() => PublicPaymentType)
export class PublicPaymentResolver {
  @FieldResolver(() => BitcoinOutputType, {
    nullable: true,
    description: 'What carries a payment to an address, for a block explorer.',
  })
  output(@Root() { rail, reference }: PaymentRow): BitcoinOutputType | null {
    if (rail !== 'bitcoin') return null;
    const [txid = '', vout = ''] = reference.split(':');
    return { txid, vout: Number(vout) };
  }

  @FieldResolver(() => ChainProgressType, {
    nullable: true,
    description: 'Of a payment that is on the chain; null of another.',
  })
  chain(
    @Root() payment: PaymentRow,
    @Ctx() context: GraphQLContext<BillingServices>,
  ): Promise<ChainProgress | null> {
    return chainProgressOf(context, payment);
  }
}
