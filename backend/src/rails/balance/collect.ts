import { type CollectOrder, RailUnavailableError, reportPayments } from '../../billing/index.ts';
import { useLimit } from '../../compliance/index.ts';
import { type Currencies, openAccounts, post } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { personAccount } from '../../wallet/index.ts';
import { lockOffer } from './balance-offer.repository.ts';
import { merchantWallet } from './merchant-wallet.ts';

/**
 * Moves the money of an offer from the payer's wallet to the merchant's and tells billing, all in the caller's
 * transaction: the payment is settled at once and never undone. An offer is taken once.
 * @throws InsufficientFundsError, LimitExceededError, RailUnavailableError for an offer that was called off
 */
export async function collect(
  tx: Tx,
  { clock, currencies }: { readonly clock: Clock; readonly currencies: Currencies },
  { merchantId, invoiceId, reference, amount, currency }: CollectOrder,
): Promise<void> {
  const now = clock.now();
  const offer = await lockOffer(tx, merchantId, reference);
  if (!offer || offer.canceledAt !== null) throw new RailUnavailableError('balance');
  const { personId } = offer;
  await useLimit(tx, now, { key: reference, personId, operation: 'payment', currency, amount });
  const [from, to] = await openAccounts(tx, { currencies, now }, [
    personAccount(personId, currency),
    merchantWallet(merchantId, currency),
  ]);
  if (!from || !to) throw new Error('accounts were not opened');
  const { replayed } = await post(tx, now, {
    key: `invoice.balance:${reference}`,
    kind: 'invoice.balance',
    movements: [{ action: 'transfer', from: from.id, to: to.id, amount, currency }],
    metadata: { subject: invoiceId, merchantId },
  });
  if (replayed) throw new Error(`the offer ${reference} was taken before`);
  await reportPayments(tx, now, 'settled', [
    { merchantId, rail: 'balance', reference, amount, confirmedAt: now },
  ]);
  await recordEvents(tx, now, [{ type: 'wallet.updated', subjectId: personId, personId }]);
}
