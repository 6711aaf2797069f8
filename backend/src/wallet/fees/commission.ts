import type { Movement } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { findReferrer, insertCommission } from './commission.repository.ts';
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
 * none when nobody did, or when their share is less than the smallest unit. Noted once for a posting.
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
  if (share === 0n) return [];
  const [fees, wallet] = await accountIds(tx, services, [
    platformAccount('fees', currency),
    personAccount(referrerId, currency),
  ]);
  const createdAt = services.clock.now();
  const id = newId('commission');
  await insertCommission(tx, {
    id,
    referrerId,
    personId,
    postingKey,
    currency,
    fee: amount,
    amount: share,
    createdAt,
  });
  return [{ action: 'transfer', from: fees, to: wallet, amount: share, currency }];
}
