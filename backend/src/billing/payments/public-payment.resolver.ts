import { FieldResolver, Resolver, Root } from 'type-graphql';
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
}
