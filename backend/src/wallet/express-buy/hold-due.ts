import type { Movement } from '../../ledger/index.ts';
import { placeHold, readAccounts, readHold, releaseHold } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import type { ExpressBuy } from './express-buy.ts';
import type { FiatEntry } from './fiat-entry.ts';

type Services = Pick<WalletServices, 'clock' | 'currencies'>;

/**
 * Locks what is there of what a line gave, the line and its purchase being locked: what is due stays until an operator
 * decides, whoever's money is short, the person's or that of somebody who has a share of it. Answers with the hold;
 * null when there is nothing to lock.
 * @throws InsufficientFundsError when it was used meanwhile
 */
export async function holdDue(
  tx: Tx,
  services: Services,
  credit: FiatEntry,
  { id: buyId, personId, terms }: ExpressBuy,
): Promise<string | null> {
  const given =
    credit.status === 'bought'
      ? { currency: terms.toCurrency, amount: terms.receiveAmount }
      : { currency: credit.currency, amount: credit.amount };
  const [account] = await accountIds(tx, services, [personAccount(personId, given.currency)]);
  const [wallet] = await readAccounts(tx, [account]);
  const available = wallet?.available ?? 0n;
  if (available <= 0n) return null;
  const { holdId } = await placeHold(tx, services.clock.now(), {
    key: `express_buy.due:${credit.id}`,
    kind: 'express_buy.due',
    account,
    currency: given.currency,
    amount: available < given.amount ? available : given.amount,
    metadata: { subject: buyId },
  });
  return holdId;
}

/** Unlocks what was locked, to be taken back with the rest. */
export async function releaseDue(tx: Tx, now: Date, { id, holdId }: FiatEntry): Promise<void> {
  if (holdId === null) return;
  await releaseHold(tx, now, {
    key: `express_buy.due_release:${id}`,
    kind: 'express_buy.due_release',
    hold: holdId,
  });
}

/** The movement that gives what was locked to the treasury, which bears the rest; none when nothing was. */
export async function captureDue(tx: Tx, services: Services, { holdId }: FiatEntry): Promise<Movement[]> {
  if (holdId === null) return [];
  const { currency } = await readHold(tx, holdId);
  const [treasury] = await accountIds(tx, services, [platformAccount('treasury', currency)]);
  return [{ action: 'capture', hold: holdId, to: treasury }];
}
