import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { applyCredit } from '../credit/apply-credit.ts';
import { findOpenChange, voidInvoices } from '../invoices/invoice.repository.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { newInvoice } from '../invoices/new-invoice.ts';
import { openInvoice } from '../invoices/open-invoices.ts';
import { recomputeInvoices } from '../invoices/recompute-invoices.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { findLivingOnPlan } from '../subscriptions/living-subscription.repository.ts';
import { recomputeSubscriptions } from '../subscriptions/recompute-subscriptions.ts';
import { insertStep, noteBaseline } from '../subscriptions/step.repository.ts';
import { SubscriptionExistsError } from '../subscriptions/subscription.errors.ts';
import {
  lockOwnSubscription,
  type SubscriptionManager,
  setPendingChange,
} from '../subscriptions/subscription.repository.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import { voidOpenInvoices } from '../subscriptions/void-open-invoices.ts';
import { ChangePendingError } from './change.errors.ts';
import { noteForSubscriber } from './note-for-subscriber.ts';
import { type ChangeInput, findTarget, type PlannedChange, planChange } from './plan-change.ts';

type Services = Pick<BillingServices, 'database' | 'clock'>;

/** A change, done once for each key where one is given. */
export type KeyedChange = ChangeInput & { readonly idempotencyKey?: string | null | undefined };

/** What became of a change. */
export interface ChangedSubscription {
  readonly subscriptionId: string;
  /** What is to be paid before it takes effect; null where it has taken effect. */
  readonly invoiceId: string | null;
}

const HOUR_MS = 3_600_000;

/**
 * Changes a subscription to another price or quantity now. Where the new price costs more for what is left, an
 * invoice over the difference is opened, and the change takes effect with its payment, counted from now; where it costs
 * less, at once, and the difference is credited. An earlier change that was not paid is given up.
 * @throws as `planChange`, SubscriptionExistsError, ChangePendingError
 */
export function changeSubscription(
  services: Services,
  manager: SubscriptionManager,
  subscriptionId: string,
  input: KeyedChange,
): Promise<ChangedSubscription> {
  return onOwn(services, manager, subscriptionId, { operation: 'subscription.change', input }, changeNow);
}

/**
 * Has a subscription change with its next period, which is invoiced at the new price; to what it is now takes an
 * earlier wish back.
 * @throws as `planChange`, SubscriptionExistsError
 */
export function scheduleChange(
  services: Services,
  manager: SubscriptionManager,
  subscriptionId: string,
  input: KeyedChange,
): Promise<ChangedSubscription> {
  return onOwn(services, manager, subscriptionId, { operation: 'subscription.schedule', input }, changeNext);
}

type Change = 'changed' | 'change_scheduled' | 'change_dropped';
type Work = (
  tx: Tx,
  now: Date,
  subscription: SubscriptionRow,
  input: ChangeInput,
) => Promise<readonly Change[]>;

/** Does the work on a subscription that the manager may manage, locked, once where a key is given, and works out what it then is. */
async function onOwn(
  { database, clock }: Services,
  manager: SubscriptionManager,
  subscriptionId: string,
  { operation, input: { idempotencyKey: key, ...input } }: { operation: string; input: KeyedChange },
  work: Work,
): Promise<ChangedSubscription> {
  requireId('subscription', subscriptionId);
  return database.transaction(async (tx) => {
    const subscription = await lockOwnSubscription(tx, manager, subscriptionId);
    if (!subscription) throw new NotFoundError('subscription', subscriptionId);
    const { merchantId } = subscription;
    const now = await merchantNow(tx, clock, merchantId);
    const request = { ownerId: ownerOf(manager), key, operation, input: { subscriptionId, ...input } };
    await onceIfKeyed(tx, realNow(clock), request, async () => {
      const changes = await work(tx, now, subscription, input);
      const [recomputed] = await recomputeSubscriptions(tx, now, [{ merchantId, subscriptionId }]);
      await recordEvents(
        tx,
        now,
        subscriptionEvents(subscription, [...changes, ...(recomputed?.changes ?? [])]),
      );
      if (!('kind' in manager))
        await noteForSubscriber(tx, now, manager, subscription, { ...input, changes });
      return subscriptionId;
    });
    const open = await findOpenChange(tx, subscription);
    return { subscriptionId, invoiceId: open?.id ?? null };
  });
}

function ownerOf(manager: SubscriptionManager): string {
  if (!('kind' in manager)) return manager.merchantId;
  return manager.kind === 'person' ? manager.personId : manager.customerId;
}

async function changeNow(
  tx: Tx,
  now: Date,
  subscription: SubscriptionRow,
  input: ChangeInput,
): Promise<readonly Change[]> {
  const change = await planChange(tx, now, subscription, input);
  await requireSeat(tx, subscription, change.plan.id);
  await giveUpOpenChange(tx, now, subscription);
  // What was invoiced for the next period is invoiced anew at what it costs then.
  await voidOpenInvoices(tx, now, subscription);
  await setPendingChange(tx, subscription, null, now);
  return (await take(tx, now, subscription, change)) ? ['changed'] : [];
}

async function changeNext(
  tx: Tx,
  now: Date,
  subscription: SubscriptionRow,
  input: ChangeInput,
): Promise<readonly Change[]> {
  const { price, plan, quantity } = await findTarget(tx, subscription, input);
  const same = price.id === subscription.priceId && quantity === subscription.quantity;
  // Its computation also tells whether the change is possible at all.
  if (!same) await planChange(tx, now, subscription, { priceId: price.id, quantity });
  await requireSeat(tx, subscription, plan.id);
  await voidOpenInvoices(tx, now, subscription);
  await setPendingChange(tx, subscription, same ? null : { priceId: price.id, quantity }, now);
  return [same ? 'change_dropped' : 'change_scheduled'];
}

async function requireSeat(tx: Tx, subscription: SubscriptionRow, planId: string): Promise<void> {
  if (planId === subscription.planId) return;
  const other = await findLivingOnPlan(tx, { ...subscription, planId });
  if (other !== undefined) throw new SubscriptionExistsError(other);
}

async function giveUpOpenChange(tx: Tx, now: Date, subscription: SubscriptionRow): Promise<void> {
  const open = await findOpenChange(tx, subscription);
  if (open === undefined) return;
  const voided = await voidInvoices(tx, subscription, [open.id], now);
  if (voided.length === 0) throw new ChangePendingError(open.id);
  await recordEvents(tx, now, invoiceEvents(open, ['voided']));
}

/** Notes the change with its invoice. Whether it has taken effect. */
async function take(
  tx: Tx,
  now: Date,
  subscription: SubscriptionRow,
  change: PlannedChange,
): Promise<boolean> {
  const { at, price, quantity, restart } = change;
  await noteBaseline(tx, now, subscription, subscription);
  const step = { kind: 'change', at, priceId: price.id, quantity, restart } as const;
  if (change.lines.length === 0) {
    await insertStep(tx, subscription, { ...step, invoiceId: null }, now);
    return true;
  }
  const { merchantId, customerId, id: subscriptionId } = subscription;
  const { dueHours, toleranceBps } = await findPolicy(tx, merchantId);
  const invoice = await openInvoice(
    tx,
    now,
    newInvoice({
      merchantId,
      kind: 'change',
      customerId,
      subscriptionId,
      currency: price.currency,
      lines: change.lines,
      periods: restart ? 1 : 0,
      dueAt: new Date(now.getTime() + dueHours * HOUR_MS),
      toleranceBps,
    }),
  );
  await insertStep(tx, subscription, { ...step, invoiceId: invoice.id }, now);
  await recordEvents(tx, now, invoiceEvents(invoice, ['opened']));
  if (change.credit > 0n) await creditRest(tx, now, invoice, change.credit);
  if (change.amountDue > 0n) await applyCredit(tx, now, [invoice]);
  const [settled] = await recomputeInvoices(tx, now, [{ merchantId, invoiceId: invoice.id }]);
  return settled?.after.status === 'paid';
}

/** What the old price leaves beyond the cost of the new one goes to the credit balance. */
async function creditRest(tx: Tx, now: Date, invoice: InvoiceRow, amount: bigint): Promise<void> {
  const { id, merchantId, customerId, currency } = invoice;
  const [from = '', to = ''] = await billingAccountIds(tx, now, [
    revenueAccount(merchantId, currency),
    creditAccount(customerId, currency),
  ]);
  await post(tx, now, {
    key: `invoice.proration:${id}`,
    kind: 'credit.proration',
    movements: [{ action: 'transfer', from, to, amount, currency }],
    metadata: { invoiceId: id },
  });
}
