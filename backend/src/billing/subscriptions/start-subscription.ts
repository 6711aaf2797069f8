import type { SubscriberScope } from '../../identity/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { applyCredit } from '../credit/apply-credit.ts';
import { customerOf } from '../customers/customer-of.ts';
import { findFirstInvoice, findOpenFirstInvoice } from '../invoices/invoice.repository.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { type NewLine, newInvoice, planLine } from '../invoices/new-invoice.ts';
import { openInvoice } from '../invoices/open-invoices.ts';
import { assertLeft, PlanNotBuyableError, PlanOwnError } from '../plans/plan.errors.ts';
import { findPublishedPlanOfPrice } from '../plans/plan.repository.ts';
import type { PlanRow, PriceRow } from '../plans/plan-row.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { checkMetadata } from './check-metadata.ts';
import { hadTrial } from './living-subscription.repository.ts';
import { recomputeSubscriptions } from './recompute-subscriptions.ts';
import { insertStep } from './step.repository.ts';
import { SubscriptionExistsError } from './subscription.errors.ts';
import { setSubscriptionTerms } from './subscription.repository.ts';
import { subscriptionEvents } from './subscription-events.ts';
import { takeSeat } from './take-seat.ts';

/** What somebody subscribes to. */
export interface SubscriptionInput {
  readonly priceId: string;
  /** How many times what the plan is, such as seats; 1 unless said otherwise, and on the chain. */
  readonly quantity?: number | null | undefined;
  /** The merchant's own notes. */
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A subscription that has begun, and what is to be paid for it; nothing during a trial. */
export interface StartedSubscription {
  readonly subscriptionId: string;
  readonly invoiceId: string | null;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MAX_QUANTITY = 1_000_000;

/**
 * Begins a subscription at a price: with its trial, which a customer has once for each plan, or with an invoice for the
 * first period, to be paid on any rail. Asking again while that is not paid answers with it.
 * @throws InvalidInputError, NotFoundError, PlanNotBuyableError, PlanLimitedError, PlanOwnError, SubscriptionExistsError,
 * IdempotencyKeyReusedError
 */
export async function startSubscription(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  subscriber: SubscriberScope,
  { idempotencyKey: key, ...input }: SubscriptionInput,
): Promise<StartedSubscription> {
  requireId('price', input.priceId);
  const terms = {
    priceId: input.priceId,
    quantity: input.quantity ?? 1,
    metadata: checkMetadata(input.metadata ?? {}),
  };
  return database.transaction(async (tx) => {
    const ownerId = subscriber.kind === 'person' ? subscriber.personId : subscriber.customerId;
    const request = { ownerId, key, operation: 'subscription.start', input: terms };
    let invoiceId: string | null | undefined;
    const { id: subscriptionId } = await onceIfKeyed(tx, realNow(clock), request, async () => {
      const started = await start(tx, clock, subscriber, terms);
      invoiceId = started.invoiceId;
      return started.subscriptionId;
    });
    return {
      subscriptionId,
      invoiceId: invoiceId === undefined ? await findFirstInvoice(tx, subscriptionId) : invoiceId,
    };
  });
}

async function start(
  tx: Tx,
  clock: Clock,
  subscriber: SubscriberScope,
  terms: { readonly priceId: string; readonly quantity: number; readonly metadata: Record<string, string> },
): Promise<StartedSubscription> {
  const { priceId, quantity } = terms;
  const plan = await findPublishedPlanOfPrice(tx, priceId);
  const price = plan?.prices.find(({ id }) => id === priceId);
  if (!plan || !price) throw new NotFoundError('price', priceId);
  const { merchantId, id: planId } = plan;
  const now = await merchantNow(tx, clock, merchantId);
  const customer = await customerOf(tx, subscriber, merchantId, now);
  if (!customer) throw new NotFoundError('price', priceId);
  checkBuyable(plan, price, customer.address);
  const most = price.onChain ? 1 : MAX_QUANTITY;
  if (!(Number.isInteger(quantity) && quantity >= 1 && quantity <= most)) {
    throw new InvalidInputError('quantity', `from 1 to ${most}`);
  }
  const customerId = customer.id;
  const { subscription, created } = await takeSeat(tx, { merchantId, planId, customerId, priceId }, now);
  if (subscription.status !== 'incomplete') throw new SubscriptionExistsError(subscription.id);
  const subscriptionId = subscription.id;
  if (!created) {
    const invoiceId = await findOpenFirstInvoice(tx, subscription);
    if (invoiceId !== undefined) return { subscriptionId, invoiceId };
  }
  await setSubscriptionTerms(tx, subscription, terms);
  const subject = { ...subscription, personId: customer.personId };
  const trial = created && price.trialDays > 0 && !(await hadTrial(tx, subscription));
  if (trial) {
    const until = new Date(now.getTime() + price.trialDays * DAY_MS);
    await insertStep(tx, subscription, { kind: 'trial', at: now, until }, now);
    const [recomputed] = await recomputeSubscriptions(tx, now, [{ merchantId, subscriptionId }]);
    await recordEvents(tx, now, subscriptionEvents(subject, recomputed?.changes));
    return { subscriptionId, invoiceId: null };
  }
  const { dueHours, toleranceBps } = await findPolicy(tx, merchantId);
  const invoice = await openInvoice(
    tx,
    now,
    newInvoice({
      merchantId,
      kind: 'first',
      customerId,
      subscriptionId,
      currency: price.currency,
      lines: firstLines(plan, price, quantity),
      periods: 1,
      dueAt: new Date(now.getTime() + dueHours * HOUR_MS),
      toleranceBps,
    }),
  );
  await recordEvents(tx, now, [...subscriptionEvents(subject), ...invoiceEvents(invoice, ['opened'])]);
  await applyCredit(tx, now, [invoice]);
  return { subscriptionId, invoiceId: invoice.id };
}

function checkBuyable(plan: PlanRow, price: PriceRow, address: string): void {
  if (plan.status !== 'active') throw new PlanNotBuyableError(plan.status);
  if (!price.active) throw new PlanNotBuyableError('archived');
  if (price.onChain) assertLeft(plan, 1);
  if (price.onChain && plan.payoutAddress === address) throw new PlanOwnError();
}

function firstLines(plan: PlanRow, { amount, setupFee }: PriceRow, quantity: number): NewLine[] {
  const lines = [planLine(plan.name, amount, { quantity, periods: 1 })];
  if (setupFee > 0n) {
    const description = `${plan.name}: setup`;
    lines.push({ kind: 'setup_fee', description, quantity: 1, unitAmount: setupFee, amount: setupFee });
  }
  return lines;
}
