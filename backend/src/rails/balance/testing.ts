import type { TestBilling } from '../../billing/testing.ts';
import type { PersonScope } from '../../identity/index.ts';
import { openAccounts, post } from '../../ledger/index.ts';
import { newId } from '../../platform/ids.ts';
import { personAccount, platformAccount } from '../../wallet/index.ts';

/** For tests: money from nowhere in a person's wallet, in the currency's smallest unit. */
export async function fundPerson(
  { database, clock, services: { currencies } }: Pick<TestBilling, 'database' | 'clock' | 'services'>,
  { personId }: PersonScope,
  currency: string,
  amount: bigint,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    const [from, to] = await openAccounts(tx, { currencies, now }, [
      platformAccount('opening', currency),
      personAccount(personId, currency),
    ]);
    if (!from || !to) throw new Error('accounts were not opened');
    await post(tx, now, {
      key: newId('posting'),
      kind: 'test.fund',
      movements: [{ action: 'transfer', from: from.id, to: to.id, amount, currency }],
    });
  });
}
