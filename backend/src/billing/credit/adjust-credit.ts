import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { post } from '../../ledger/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { readCustomers } from '../customers/customer.repository.ts';
import { checkText } from '../invoices/check-items.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';

/** A change of somebody's credit balance. */
export interface CreditAdjustment {
  readonly customerId: string;
  /** In the currency's smallest unit; below zero is taken. */
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string;
}

export const REASON_LIMIT = 300;
const AMOUNT_MAX = 10n ** 30n;

/**
 * Gives a customer credit out of the merchant's revenue, or takes some back: at most what is there.
 * @throws InvalidInputError, CurrencyUnknownError, NotFoundError, InsufficientFundsError, IdempotencyKeyReusedError
 */
export async function adjustCredit(
  { database, clock, currencies }: Pick<BillingServices, 'database' | 'clock' | 'currencies'>,
  scope: MerchantScope,
  { customerId, amount, currency: code, reason: text }: CreditAdjustment,
  idempotencyKey?: string | null,
): Promise<{ readonly customerId: string }> {
  requireId('customer', customerId);
  const { merchantId } = scope;
  const currency = currencies.get(code).code;
  const reason = checkText(text, 'reason', REASON_LIMIT);
  if (amount === 0n || amount > AMOUNT_MAX || amount < -AMOUNT_MAX) {
    throw new InvalidInputError('amount', `from 1 to ${AMOUNT_MAX}, or as much below zero`);
  }
  const request = {
    ownerId: merchantId,
    key: idempotencyKey,
    operation: 'credit.adjust',
    input: { customerId, amount, currency, reason },
  };
  await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const now = await merchantNow(tx, clock, merchantId);
      const [customer] = await readCustomers(tx, [{ merchantId, id: customerId }]);
      if (!customer) throw new NotFoundError('customer', customerId);
      const [revenue = '', credit = ''] = await billingAccountIds(tx, now, [
        revenueAccount(merchantId, currency),
        creditAccount(customerId, currency),
      ]);
      const [from, to] = amount > 0n ? [revenue, credit] : [credit, revenue];
      const size = amount > 0n ? amount : -amount;
      await post(tx, now, {
        key: `credit.adjusted:${newId('posting')}`,
        kind: 'credit.adjusted',
        movements: [{ action: 'transfer', from, to, amount: size, currency }],
        description: reason,
        metadata: { customerId },
      });
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'credit.adjusted',
        subjectId: customerId,
        merchantId,
        details: { amount: amount.toString(), currency, reason },
      });
      return customerId;
    }),
  );
  return { customerId };
}
