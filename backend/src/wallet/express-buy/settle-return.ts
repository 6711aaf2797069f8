import { recordAudit, systemActor } from '../../compliance/index.ts';
import { InsufficientFundsError, reversePosting } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { takeBackCommission } from '../fees/commission.ts';
import type { WalletServices } from '../ports.ts';
import { lockBuy, setBuyStatus } from './express-buy.repository.ts';
import { nextBuyStatus } from './express-buy.ts';
import { expressBuyMoneyEvents } from './express-buy-events.ts';
import { lockEntry, lockReturned, setEntry } from './fiat-entry.repository.ts';
import { creditKey, type FiatEntry, nextEntryStatus } from './fiat-entry.ts';
import { holdDue, releaseDue } from './hold-due.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'currencies'>;

/**
 * Carries out a return that is pending: takes back what was credited, the exchange included, or, when the money is
 * there no more, leaves it to an operator and locks what is there. One whose credit has not been seen yet stays pending.
 */
export async function giveBackOrOwe(services: Services, returnId: string): Promise<void> {
  const { database, clock } = services;
  const attempt = (isShort: boolean) =>
    database.transaction(async (tx) => {
      const entry = await lockEntry(tx, returnId);
      if (entry?.kind !== 'return' || entry.status !== 'pending' || entry.returnsId === null) return;
      const credit = await lockReturned(tx, entry.rail, entry.returnsId);
      if (!credit || credit.status === 'pending') return;
      const now = clock.now();
      const isWhole = credit.amount === entry.amount && credit.currency === entry.currency;
      const noted = nextEntryStatus(entry, isWhole ? 'apply' : 'miss');
      if (noted === undefined) return;
      await setEntry(tx, entry.id, { status: noted, expressBuyId: credit.expressBuyId, updatedAt: now });
      if (isWhole) await takeBack(tx, services, credit, { isShort });
    });
  await attempt(false).catch((error: unknown) => {
    if (error instanceof InsufficientFundsError) return attempt(true);
    throw error;
  });
}

/**
 * Takes back what a line of the statement gave, its entry being locked; where that `isShort`, notes that it is
 * due and locks what is there of it. Nothing to do for one that gave nothing, or gave it back already.
 * @throws InsufficientFundsError when the money is there no more
 */
export async function takeBack(
  tx: Tx,
  services: Pick<Services, 'clock' | 'currencies'>,
  credit: FiatEntry,
  options: { readonly isShort: boolean; readonly resolution?: Pick<FiatEntry, 'resolvedBy' | 'note'> },
): Promise<void> {
  const { isShort, resolution = {} } = options;
  const now = services.clock.now();
  const status = nextEntryStatus(credit, isShort ? 'call_back_short' : 'call_back');
  if (status === undefined) return;
  const { expressBuyId, postingId } = credit;
  await setEntry(tx, credit.id, { status, updatedAt: now, ...resolution });
  if (postingId === null || expressBuyId === null) return;
  const buy = await lockBuy(tx, expressBuyId);
  if (isShort) {
    if (buy && credit.holdId === null) {
      const holdId = await holdDue(tx, services, credit, buy);
      await setEntry(tx, credit.id, { status, updatedAt: now, holdId });
    }
  } else {
    await releaseDue(tx, now, credit);
    await reversePosting(tx, now, {
      key: `express_buy.return:${credit.id}`,
      kind: 'express_buy.return',
      postingId,
      metadata: { subject: expressBuyId },
    });
    await takeBackCommission(tx, now, creditKey(credit));
  }
  // What came again beside a completed purchase is no part of it.
  const isPurchase = credit.status === 'bought' || buy?.status !== 'completed';
  const next = buy && nextBuyStatus(buy.status, isShort ? 'return_short' : 'return');
  if (buy && next !== undefined && isPurchase) {
    await setBuyStatus(tx, buy.id, { status: next, updatedAt: now });
  }
  await recordAudit(tx, now, {
    actor: systemActor('express-buy'),
    action: `fiat_entry.${status}`,
    subjectId: credit.id,
    details: { purchase: expressBuyId, currency: credit.currency, amount: credit.amount.toString() },
  });
  if (buy) await recordEvents(tx, now, expressBuyMoneyEvents(buy, next ?? buy.status));
}
