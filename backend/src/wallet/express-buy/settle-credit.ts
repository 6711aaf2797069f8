import { recordAudit, systemActor } from '../../compliance/index.ts';
import { type Movement, post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { asLiquidityShort, exchangeMovements } from '../pricing/exchange-movements.ts';
import { ExpressBuyStateError, FiatEntryStateError } from './express-buy.errors.ts';
import { findBuyId, lockBuy, setBuyStatus } from './express-buy.repository.ts';
import { type CreditReason, creditReason, type ExpressBuy, nextBuyStatus } from './express-buy.ts';
import { expressBuyMoneyEvents } from './express-buy-events.ts';
import { findReturnOf, setEntry } from './fiat-entry.repository.ts';
import { creditKey, type FiatEntry, nextEntryStatus } from './fiat-entry.ts';

type Services = Pick<WalletServices, 'clock' | 'config' | 'currencies'>;

/**
 * Does what money means that has come, its entry being locked: exchanges it as quoted, or credits it as it came, or
 * leaves it to an operator when nobody knows what it is for.
 * @throws LiquidityShortError when it cannot be exchanged: then it is credited with `mayBuy` false
 */
export async function settleCredit(
  tx: Tx,
  services: Services,
  entry: FiatEntry,
  { mayBuy }: { readonly mayBuy: boolean },
): Promise<void> {
  const now = services.clock.now();
  const returned = await findReturnOf(tx, entry);
  if (returned && returned.amount === entry.amount && returned.currency === entry.currency) {
    // It was gone again before we heard of it.
    await setEntry(tx, entry.id, { status: step(entry, 'call_back'), updatedAt: now });
    return;
  }
  const buyId = await findBuyId(tx, entry.rail, entry.reference);
  const buy = buyId === undefined ? undefined : await lockBuy(tx, buyId);
  if (!buy) {
    await setEntry(tx, entry.id, { status: step(entry, 'miss'), updatedAt: now });
    await recordAudit(tx, now, {
      actor: systemActor('express-buy'),
      action: 'fiat_entry.unmatched',
      subjectId: entry.id,
      details: { reference: entry.reference, currency: entry.currency, amount: entry.amount.toString() },
    });
    return;
  }
  const reason = creditReason(buy, entry, now) ?? (mayBuy ? undefined : 'liquidity_short');
  await creditEntry(tx, services, { entry, buy, reason });
}

/**
 * Puts the money into the person's wallet, and exchanges it in the same posting unless there is a reason not to.
 * @throws LiquidityShortError, ExpressBuyStateError, FiatEntryStateError
 */
export async function creditEntry(
  tx: Tx,
  services: Services,
  facts: {
    readonly entry: FiatEntry;
    readonly buy: ExpressBuy;
    readonly reason: CreditReason | undefined;
    readonly resolution?: Pick<FiatEntry, 'resolvedBy' | 'note'>;
  },
): Promise<void> {
  const { entry, buy, reason, resolution = {} } = facts;
  const now = services.clock.now();
  const buyStatus = nextBuyStatus(buy.status, reason === undefined ? 'complete' : 'credit');
  if (buyStatus === undefined) throw new ExpressBuyStateError(buy.status);
  const entryStatus = step(entry, reason === undefined ? 'buy' : 'credit');

  const key = creditKey(entry);
  const movements = await creditMovements(tx, services, facts, key);
  const posted = await post(tx, now, {
    key,
    kind: 'express_buy',
    movements,
    eventAt: entry.bookedAt,
    metadata: { subject: buy.id },
  }).catch((error: unknown) => {
    throw asLiquidityShort(error, buy.terms);
  });
  await setEntry(tx, entry.id, {
    status: entryStatus,
    expressBuyId: buy.id,
    postingId: posted.id,
    updatedAt: now,
    ...resolution,
  });
  await setBuyStatus(tx, buy.id, {
    status: buyStatus,
    updatedAt: now,
    ...(reason === undefined ? {} : { creditReason: reason }),
  });
  await recordAudit(tx, now, {
    actor: systemActor('express-buy'),
    action: `express_buy.${reason === undefined ? 'completed' : 'credited'}`,
    subjectId: buy.id,
    details: {
      entryId: entry.id,
      currency: entry.currency,
      amount: entry.amount.toString(),
      reason: reason ?? null,
    },
  });
  await recordEvents(tx, now, expressBuyMoneyEvents(buy, buyStatus));
}

async function creditMovements(
  tx: Tx,
  services: Services,
  { entry, buy, reason }: Parameters<typeof creditEntry>[2],
  key: string,
): Promise<Movement[]> {
  const { currency, amount } = entry;
  const [custody, wallet] = await accountIds(tx, services, [
    platformAccount('custody', currency),
    personAccount(buy.personId, currency),
  ]);
  const credit: Movement = { action: 'transfer', from: custody, to: wallet, amount, currency };
  if (reason !== undefined) return [credit];
  return [credit, ...(await exchangeMovements(tx, services, buy.personId, buy.terms, key))];
}

function step(entry: FiatEntry, input: Parameters<typeof nextEntryStatus>[1]): FiatEntry['status'] {
  const status = nextEntryStatus(entry, input);
  if (status === undefined) throw new FiatEntryStateError(entry.status);
  return status;
}
