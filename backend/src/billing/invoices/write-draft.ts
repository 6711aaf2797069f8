import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { readCustomers } from '../customers/customer.repository.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { checkItems, checkMemo, type ItemInput } from './check-items.ts';
import { deleteDraft, insertDraft, updateDraft } from './draft.repository.ts';
import { insertLines } from './invoice.repository.ts';
import { invoiceEvents } from './invoice-events.ts';
import { deleteLines } from './line.repository.ts';
import { lockInvoiceIn } from './lock-invoice.ts';
import { type NewInvoice, newInvoice } from './new-invoice.ts';
import { taxInvoices } from './tax-invoices.ts';

/** An invoice that a merchant writes. */
export interface DraftInput {
  readonly customerId: string;
  readonly currency: string;
  readonly items: readonly ItemInput[];
  /** Unless given, or if it has passed when it is opened: so long after that as the merchant's policy says. */
  readonly dueAt?: Date | null | undefined;
  readonly memo?: string | null | undefined;
}

type Services = Pick<BillingServices, 'database' | 'clock' | 'currencies'>;

const HOUR_MS = 3_600_000;
const MAX_DUE_MS = 730 * 24 * HOUR_MS;

/**
 * Writes an invoice for a customer as a draft, which they do not see and nobody owes until it is opened.
 * @throws InvalidInputError, CurrencyUnknownError, NotFoundError, IdempotencyKeyReusedError
 */
export async function createInvoice(
  { database, clock, currencies }: Services,
  scope: MerchantScope,
  input: DraftInput,
  idempotencyKey?: string | null,
): Promise<{ readonly invoiceId: string }> {
  requireId('customer', input.customerId);
  const { merchantId } = scope;
  const currency = currencies.get(input.currency).code;
  const { customerId, dueAt = null, memo = null } = input;
  const request = {
    ownerId: merchantId,
    key: idempotencyKey,
    operation: 'invoice.create',
    input: { customerId, currency, memo, items: input.items, dueAt: dueAt?.toISOString() ?? null },
  };
  const { id } = await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const now = await merchantNow(tx, clock, merchantId);
      const [customer] = await readCustomers(tx, [{ merchantId, id: customerId }]);
      if (!customer) throw new NotFoundError('customer', customerId);
      const draft = await draftOf(tx, now, scope, customerId, currency, input);
      await insertDraft(tx, draft, now);
      await insertLines(tx, [draft]);
      await note(tx, now, scope, 'invoice.drafted', draft);
      return draft.id;
    }),
  );
  return { invoiceId: id };
}

/**
 * Writes a draft anew; its customer and currency stay.
 * @throws InvalidInputError, NotFoundError, InvoiceStateError
 */
export async function updateInvoice(
  { database, clock }: Services,
  scope: MerchantScope,
  invoiceId: string,
  input: Pick<DraftInput, 'items' | 'dueAt' | 'memo'>,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const { customerId, currency } = await lockInvoiceIn(tx, scope, invoiceId, ['draft']);
    const draft = { ...(await draftOf(tx, now, scope, customerId, currency, input)), id: invoiceId };
    await deleteLines(tx, draft);
    await updateDraft(tx, draft, now);
    await insertLines(tx, [draft]);
    await note(tx, now, scope, 'invoice.draft_changed', draft);
  });
  return { invoiceId };
}

/**
 * Throws a draft away. What was opened has a number and stays.
 * @throws NotFoundError, InvoiceStateError
 */
export async function deleteInvoice(
  { database, clock }: Services,
  scope: MerchantScope,
  invoiceId: string,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const draft = await lockInvoiceIn(tx, scope, invoiceId, ['draft']);
    await deleteLines(tx, draft);
    await deleteDraft(tx, draft);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'invoice.draft_deleted',
      subjectId: invoiceId,
      merchantId: scope.merchantId,
    });
  });
  return { invoiceId };
}

async function draftOf(
  tx: Tx,
  now: Date,
  { merchantId }: MerchantScope,
  customerId: string,
  currency: string,
  { items, dueAt, memo }: Pick<DraftInput, 'items' | 'dueAt' | 'memo'>,
): Promise<NewInvoice> {
  if (dueAt && (dueAt < now || dueAt.getTime() - now.getTime() > MAX_DUE_MS)) {
    throw new InvalidInputError('dueAt', 'a time within the next two years');
  }
  const { dueHours, toleranceBps } = await findPolicy(tx, merchantId);
  const text = checkMemo(memo);
  const draft = newInvoice({
    merchantId,
    kind: 'manual',
    customerId,
    subscriptionId: null,
    currency,
    lines: checkItems(items),
    periods: 0,
    dueAt: dueAt ?? new Date(now.getTime() + dueHours * HOUR_MS),
    toleranceBps,
    ...(text === undefined ? {} : { memo: text }),
  });
  const [taxed] = await taxInvoices(tx, [draft]);
  return taxed ?? draft;
}

async function note(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  action: string,
  { merchantId, id, customerId, total, currency }: NewInvoice,
): Promise<void> {
  await recordAudit(tx, now, {
    actor: merchantActor(scope),
    action,
    subjectId: id,
    merchantId,
    details: { customerId, total: total.toString(), currency },
  });
  await recordEvents(tx, now, invoiceEvents({ merchantId, id, subscriptionId: null }));
}
