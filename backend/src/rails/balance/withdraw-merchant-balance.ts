import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope, PersonScope } from '../../identity/index.ts';
import { accountsOf, type Currencies, openAccounts, post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { personAccount } from '../../wallet/index.ts';
import { merchantWallet } from './merchant-wallet.ts';

/** What a merchant has here in one currency, in its smallest unit. */
export interface MerchantBalance {
  readonly currency: string;
  readonly available: bigint;
}

export interface MerchantWithdrawal {
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  readonly idempotencyKey: string;
}

/** What a merchant was paid inside this installation and has not had paid out, by currency. */
export async function merchantBalances(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
): Promise<MerchantBalance[]> {
  const accounts = await accountsOf(tx, { kind: 'merchant', id: merchantId });
  return accounts
    .filter(({ kind }) => kind === 'wallet')
    .map(({ currency, available }) => ({ currency, available: available ?? 0n }));
}

/**
 * Moves what a merchant has here to the wallet of the owner who asks, in one transfer of the ledger; from there it is
 * withdrawn like any money of theirs. What has left is not there for refunds.
 * @throws InvalidInputError, CurrencyUnknownError, InsufficientFundsError, IdempotencyKeyReusedError
 */
export async function withdrawMerchantBalance(
  {
    database,
    clock,
    currencies,
  }: Pick<PlatformServices, 'database' | 'clock'> & {
    readonly currencies: Currencies;
  },
  scope: MerchantScope,
  { personId }: PersonScope,
  { currency, amount, idempotencyKey: key }: MerchantWithdrawal,
): Promise<{ readonly postingId: string }> {
  if (amount <= 0n) throw new InvalidInputError('amount', 'more than 0');
  const { merchantId } = scope;
  const input = { personId, currency, amount };
  const request = { ownerId: merchantId, key, operation: 'merchant_balance.withdraw', input };
  return database.transaction(async (tx) => {
    const now = clock.now();
    const { id } = await once(tx, now, request, async () => {
      const [from, to] = await openAccounts(tx, { currencies, now }, [
        merchantWallet(merchantId, currency),
        personAccount(personId, currency),
      ]);
      if (!from || !to) throw new Error('accounts were not opened');
      const posted = await post(tx, now, {
        key: `merchant.withdrawal:${newId('posting')}`,
        kind: 'merchant.withdrawal',
        movements: [{ action: 'transfer', from: from.id, to: to.id, amount, currency }],
        metadata: { subject: merchantId, merchantId },
      });
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'merchant_balance.withdrawn',
        subjectId: posted.id,
        merchantId,
        details: { currency, amount: amount.toString(), personId },
      });
      await recordEvents(tx, now, [{ type: 'wallet.updated', subjectId: personId, personId }]);
      return posted.id;
    });
    return { postingId: id };
  });
}
