import { type NewPosting, postAll, readAccounts } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import { lockCredit } from '../credit/credit.repository.ts';
import { noteCredited } from './invoice.repository.ts';
import type { RecomputedInvoice } from './invoice-row.ts';

/**
 * Credits customers with what they have paid too much, and takes back what the chain took back: as much of it as is
 * still there. What they have used meanwhile is the merchant's loss, and stays noted as credited: it is not credited
 * again when the money comes after all.
 */
export async function bookOverpayments(
  tx: Tx,
  now: Date,
  changed: readonly RecomputedInvoice[],
): Promise<void> {
  const moved = changed
    .map(({ after }) => ({ after, delta: after.overpaid - after.credited }))
    .filter(({ delta }) => delta !== 0n);
  if (moved.length === 0) return;
  const taken = moved.filter(({ delta }) => delta < 0n).map(({ after }) => after);
  if (taken.length > 0) await lockCredit(tx, taken);
  const ids = await billingAccountIds(
    tx,
    now,
    moved.flatMap(({ after: { merchantId, customerId, currency } }) => [
      revenueAccount(merchantId, currency),
      creditAccount(customerId, currency),
    ]),
  );
  const accounts = new Map(
    (await readAccounts(tx, [...new Set(ids)])).map((account) => [account.id, account]),
  );
  const left = new Map([...accounts].map(([id, { available }]) => [id, available ?? 0n]));
  const credited: { merchantId: string; id: string; credited: bigint }[] = [];
  const postings = moved.flatMap(({ after, delta }, index): NewPosting[] => {
    const { merchantId, id, currency, revision } = after;
    const [revenue = '', credit = ''] = ids.slice(index * 2, index * 2 + 2);
    const there = left.get(credit) ?? 0n;
    const amount = delta > 0n ? delta : -delta < there ? -delta : there;
    left.set(credit, delta > 0n ? there + amount : there - amount);
    if (amount === 0n) return [];
    credited.push({ merchantId, id, credited: delta > 0n ? amount : -amount });
    const [from, to] = delta > 0n ? [revenue, credit] : [credit, revenue];
    return [
      {
        key: `invoice.overpaid:${id}:${revision}`,
        kind: 'credit.overpaid',
        movements: [{ action: 'transfer', from, to, amount, currency }],
        metadata: { invoiceId: id },
      },
    ];
  });
  await postAll(tx, now, postings);
  if (credited.length > 0) await noteCredited(tx, credited);
}
