import { type PaymentOrder, RailUnavailableError } from '../../billing/index.ts';
import { type BitcoinNetwork, readReceivingBranch, receivingAddress } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { insertAddress, reuseAddress, takeIndex } from './receiving-address.repository.ts';
import { findReceivingKey } from './receiving-key.repository.ts';

type Order = Pick<PaymentOrder, 'merchantId' | 'invoiceId' | 'quoteId'>;

/**
 * An address for the quote: the one that was given out for the same invoice before, if nothing was ever seen on it,
 * otherwise the next of the merchant's key. No two invoices of this installation ever have the same one; what a
 * transaction that fails has taken goes back, so none is left out either.
 * @throws RailUnavailableError for a merchant without a key
 */
export async function addressForOrder(
  tx: Tx,
  network: BitcoinNetwork,
  order: Order,
  now: Date,
): Promise<string> {
  const key = await findReceivingKey(tx, order.merchantId);
  if (!key) throw new RailUnavailableError('bitcoin');
  const own = await reuseAddress(tx, order, key.branch, now);
  if (own !== undefined) return own;
  const branch = readReceivingBranch(key.descriptor, network);
  const index = await takeIndex(tx, branch.id);
  const { address, script } = receivingAddress(branch, index, network);
  const { merchantId, invoiceId, quoteId } = order;
  await insertAddress(tx, { merchantId, invoiceId, quoteId, address, script, branch: branch.id, index }, now);
  return address;
}
