import type { Tx } from '../../platform/database/index.ts';
import { followUp } from './follow-up.ts';
import { insertQuotedPayments, movePayments } from './payment.repository.ts';
import { FIRST_NEWS, type PaymentNews } from './payment.ts';
import type { PaymentReport } from './payment-report.ts';

/**
 * The way by which rails tell billing what becomes of money: the same news of any number of transactions,
 * in the database transaction that records it on the rail. Takes a fixed number of statements however many
 * there are. Repeated and unknown reports change nothing.
 */
export async function reportPayments(
  tx: Tx,
  now: Date,
  news: PaymentNews,
  reports: readonly PaymentReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const seen = FIRST_NEWS.includes(news) ? await insertQuotedPayments(tx, reports, now) : [];
  const moved = await movePayments(tx, news, reports, now);
  await followUp(tx, now, news, [...seen, ...moved]);
}
