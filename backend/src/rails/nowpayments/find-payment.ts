import { z } from 'zod';
import type { Authorized } from './authorized.ts';
import { NowPaymentsAnswerWrongError } from './nowpayments.errors.ts';
import { type NowPayment, Payment } from './payment.ts';

const PAGE_SIZE = 100;
/** More than this in the time since the payment that is looked for is a wrong `since`. */
const MAX_PAGES = 100;
const LIST = z.object({ data: z.array(Payment) });

/** The newest payment that was asked for under our id since then; re-deposits are left out. */
export async function findPayment(
  authorized: Authorized,
  { orderId, since }: { readonly orderId: string; readonly since: Date },
): Promise<NowPayment | undefined> {
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data } = await authorized({
      repetition: 'read',
      method: 'GET',
      path: 'payment/',
      query: {
        dateFrom: since.toISOString(),
        sortBy: 'created_at',
        orderBy: 'desc',
        limit: String(PAGE_SIZE),
        page: String(page),
      },
      answer: LIST,
    });
    const found = data.find((payment) => payment.orderId === orderId && payment.parentId === null);
    if (found || data.length < PAGE_SIZE) return found;
  }
  throw new NowPaymentsAnswerWrongError(`more than ${MAX_PAGES * PAGE_SIZE} payments since then`);
}
