import { giveBackLimit } from '../../../compliance/index.ts';
import { type Movement, type NewPosting, post, postAll } from '../../../ledger/index.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { accountIds } from '../../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../../accounts/account-names.ts';
import { commissionOn } from '../../fees/commission.ts';
import { returnToOffers } from '../offers/offer.repository.ts';
import type { P2pServices } from '../p2p-services.ts';
import { limitKeysOf, type Trade } from './trade.ts';
import { walletEvents } from './trade-events.ts';

/** Gives the held money to the buyer, and the fee to the platform, for a trade that is released in this transaction. */
export async function payOut(
  tx: Tx,
  services: Pick<P2pServices, 'config' | 'clock' | 'currencies'>,
  trade: Trade,
  now: Date,
): Promise<void> {
  const { id, buyerId, sellerId, currency, amount, fee, holdId: hold } = trade;
  const key = `p2p.release:${id}`;
  const [buyer, fees] = await accountIds(tx, services, [
    personAccount(buyerId, currency),
    platformAccount('fees', currency),
  ]);
  const movements: Movement[] = [{ action: 'capture', hold, to: buyer, amount }];
  if (fee > 0n) movements.push({ action: 'capture', hold, to: fees, amount: fee });
  const commission = await commissionOn(tx, services, {
    personId: sellerId,
    currency,
    amount: fee,
    postingKey: key,
  });
  await post(tx, now, {
    key,
    kind: 'p2p.release',
    movements: [...movements, ...commission],
    metadata: { subject: id },
  });
  await recordEvents(tx, now, walletEvents(buyerId, sellerId));
}

/**
 * Unlocks the sellers' money of trades that come to nothing in this transaction, brings their amounts back to the
 * offers and the limits: the same few statements for one trade and for many.
 */
export async function giveBack(tx: Tx, trades: readonly Trade[], now: Date): Promise<void> {
  await returnToOffers(tx, now, trades);
  await giveBackLimit(tx, ...trades.flatMap((trade) => Object.values(limitKeysOf(trade))));
  const postings = trades.map(
    ({ id, holdId: hold }): NewPosting => ({
      key: `p2p.refund:${id}`,
      kind: 'p2p.refund',
      movements: [{ action: 'release', hold }],
      metadata: { subject: id },
    }),
  );
  await postAll(tx, now, postings);
  const sellers = new Set(trades.map(({ sellerId }) => sellerId));
  await recordEvents(tx, now, walletEvents(...sellers));
}
