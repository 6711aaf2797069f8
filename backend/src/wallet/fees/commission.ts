import type { Movement } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { findCommission, findReferrer, insertCommission, setTakenBack } from './commission.repository.ts';
import { shareOf } from './share.ts';

/** A fee that a posting takes. */
export interface Fee {
  /** Who pays it. */
  readonly personId: string;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  /** The key of the posting that takes it. */
  readonly postingKey: string;
}

/**
 * The movement that shares a fee with whoever brought its payer, for the same posting, after the fee has been taken:
 * none when nobody did, or when their share is less than the smallest unit. Noted once for a posting, and told to the
 * referrer once; asked again for the same posting it is the same movement, whatever the share is by then.
 */
export async function commissionOn(
  tx: Tx,
  services: Pick<WalletServices, 'currencies' | 'clock' | 'config'>,
  { personId, currency, amount, postingKey }: Fee,
): Promise<Movement[]> {
  if (amount === 0n) return [];
  const referrerId = await findReferrer(tx, personId);
  if (referrerId === undefined) return [];
  const share = shareOf(amount, services.config.REFERRAL_COMMISSION_BPS, 'down');
  const earlier = await findCommission(tx, postingKey);
  if (earlier === undefined && share === 0n) return [];
  const shared = earlier ?? { referrerId, amount: share };
  const [fees, wallet] = await accountIds(tx, services, [
    platformAccount('fees', currency),
    personAccount(shared.referrerId, currency),
  ]);
  if (earlier === undefined) {
    const now = services.clock.now();
    const row = { id: newId('commission'), referrerId, personId, postingKey, currency, createdAt: now };
    if (await insertCommission(tx, { ...row, fee: amount, amount: share })) {
      const data = { currency, amount: share.toString() };
      await recordEvents(tx, now, [
        { type: 'referral.commission', subjectId: row.id, personId: referrerId, data },
        { type: 'wallet.updated', subjectId: referrerId, personId: referrerId },
      ]);
    }
  }
  return [{ action: 'transfer', from: fees, to: wallet, amount: shared.amount, currency }];
}

/** Notes that a posting was reversed, and with it the commission on its fee, if there was one; tells the referrer. */
export async function takeBackCommission(tx: Tx, now: Date, postingKey: string): Promise<void> {
  const commission = await setTakenBack(tx, postingKey, now);
  if (commission === undefined) return;
  const { id, referrerId } = commission;
  await recordEvents(tx, now, [
    { type: 'referral.commission_taken_back', subjectId: id, personId: referrerId },
    { type: 'wallet.updated', subjectId: referrerId, personId: referrerId },
  ]);
}
