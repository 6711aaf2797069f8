import type { Tx } from '../../platform/database/index.ts';
import { byMerchantNow } from '../clock/merchant-now.ts';
import { followUp } from './follow-up.ts';
import { insertQuotedPayments, movePayments } from './payment.repository.ts';
import { FIRST_NEWS, type PaymentNews } from './payment.ts';
import type { PaymentReport } from './payment-report.ts';

/**
 * The way by which rails tell billing what becomes of money: the same news of any number of transactions,
 * in the database transaction that records it on the rail. Takes a fixed number of statements however many
 * there are, for the merchants on real time, and for each with a clock of its own. Repeated and unknown reports change
 * nothing.
 */
export async function reportPayments(
  tx: Tx,
  now: Date,
  news: PaymentNews,
  reports: readonly PaymentReport[],
): Promise<void> {
  if (reports.length === 0) return;
  for (const part of await byMerchantNow(tx, now, reports)) {
    const here = part.tested ? part.items.map((report) => datedBy(part.now, report)) : part.items;
    const seen = FIRST_NEWS.includes(news) ? await insertQuotedPayments(tx, here, part.now) : [];
    const moved = await movePayments(tx, news, here, part.now);
    await followUp(tx, part.now, news, [...seen, ...moved]);
  }
}

/** To a merchant with a clock of its own, money comes at the merchant's present and not at the time of its block. */
function datedBy(now: Date, report: PaymentReport): PaymentReport {
  return report.confirmedAt === null ? report : { ...report, confirmedAt: now, redated: true };
}
