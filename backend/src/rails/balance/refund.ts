import { RailUnavailableError, type RefundOrder } from '../../billing/index.ts';
import { type Currencies, openAccounts, post } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { personAccount } from '../../wallet/index.ts';
import { lockOffer } from './balance-offer.repository.ts';
import { merchantWallet } from './merchant-wallet.ts';

/**
 * Moves money of a payment from the merchant's wallet back to the payer's, in the caller's transaction and once.
 * @throws InsufficientFundsError when the merchant has less than that here
 */
export async function refund(
  tx: Tx,
  { clock, currencies }: { readonly clock: Clock; readonly currencies: Currencies },
  { merchantId, refundId, paymentId, reference, amount, currency }: RefundOrder,
): Promise<{ readonly reference: string }> {
  const now = clock.now();
  const offer = await lockOffer(tx, merchantId, reference);
  if (!offer) throw new RailUnavailableError('balance');
  const { personId } = offer;
  const [from, to] = await openAccounts(tx, { currencies, now }, [
    merchantWallet(merchantId, currency),
    personAccount(personId, currency),
  ]);
  if (!from || !to) throw new Error('accounts were not opened');
  const { id } = await post(tx, now, {
    key: `invoice.balance.refund:${refundId}`,
    kind: 'invoice.balance.refund',
    movements: [{ action: 'transfer', from: from.id, to: to.id, amount, currency }],
    metadata: { subject: paymentId, refundId, merchantId },
  });
  await recordEvents(tx, now, [{ type: 'wallet.updated', subjectId: personId, personId }]);
  return { reference: id };
}
