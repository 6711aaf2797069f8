import type { WalletServices } from '../ports.ts';
import type { PayoutProvider } from '../providers/payout-provider.ts';
import { WithdrawalsUnavailableError } from './withdrawals.errors.ts';

/** What the use cases of withdrawals work with. */
export type WithdrawalServices = Pick<
  WalletServices,
  'database' | 'clock' | 'config' | 'currencies' | 'logger' | 'jobs' | 'payoutProvider'
>;

/** @throws WithdrawalsUnavailableError */
export function requirePayoutProvider({
  payoutProvider,
}: Pick<WithdrawalServices, 'payoutProvider'>): PayoutProvider {
  if (payoutProvider === undefined) throw new WithdrawalsUnavailableError();
  return payoutProvider;
}
