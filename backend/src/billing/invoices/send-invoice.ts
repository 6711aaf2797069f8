import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { applyCredit } from '../credit/apply-credit.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { openDraft } from './draft.repository.ts';
import { findInvoice, insertLines } from './invoice.repository.ts';
import { invoiceEvents } from './invoice-events.ts';
import { deleteLines, type LineRow, readLines } from './line.repository.ts';
import { lockInvoiceIn } from './lock-invoice.ts';
import type { NewLine } from './new-invoice.ts';
import { withReminders } from './open-invoices.ts';
import { taxInvoices } from './tax-invoices.ts';

const HOUR_MS = 3_600_000;

/**
 * Opens a draft: it gets its number, taxes as they are now, and is owed from now on. Credit that there is pays it.
 * @throws NotFoundError, InvoiceStateError
 */
export async function sendInvoice(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  scope: MerchantScope,
  invoiceId: string,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const { memo, periodStart, periodEnd, ...draft } = await lockInvoiceIn(tx, scope, invoiceId, ['draft']);
    const { dueHours, toleranceBps } = await findPolicy(tx, scope.merchantId);
    const lines = (await readLines(tx, [draft])).map(toNewLine);
    const dueAt = draft.dueAt > now ? draft.dueAt : new Date(now.getTime() + dueHours * HOUR_MS);
    const taxed = await taxInvoices(tx, [
      {
        ...draft,
        lines,
        dueAt,
        toleranceBps,
        ...(memo === null ? {} : { memo }),
        ...(periodStart && periodEnd ? { periodStart, periodEnd } : {}),
      },
    ]);
    for (const invoice of await withReminders(tx, now, taxed)) {
      await deleteLines(tx, invoice);
      await insertLines(tx, [invoice]);
      await openDraft(tx, invoice, now);
    }
    await recordEvents(tx, now, invoiceEvents(draft, ['opened']));
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'invoice.opened',
      subjectId: invoiceId,
      merchantId: scope.merchantId,
    });
    const opened = await findInvoice(tx, scope, invoiceId);
    if (opened) await applyCredit(tx, now, [opened]);
  });
  return { invoiceId };
}

function toNewLine({
  kind,
  description,
  quantity,
  unitAmount,
  amount,
  periodStart,
  periodEnd,
}: LineRow): NewLine {
  return {
    kind,
    description,
    quantity,
    unitAmount,
    amount,
    ...(periodStart ? { periodStart } : {}),
    ...(periodEnd ? { periodEnd } : {}),
  };
}
