import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { type NewLine, newInvoice } from '../invoices/new-invoice.ts';
import { taxInvoices } from '../invoices/tax-invoices.ts';
import { PlanNotBuyableError } from '../plans/plan.errors.ts';
import { findPublishedPlanOfPrice, readPlans } from '../plans/plan.repository.ts';
import type { PlanRow, PriceRow } from '../plans/plan-row.ts';
import { requireId } from '../require-id.ts';
import { readTakenChanges, type TakenChange } from '../subscriptions/step.repository.ts';
import { SubscriptionStateError } from '../subscriptions/subscription.errors.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import { ChangeUnsupportedError } from './change.errors.ts';
import { currentPeriod } from './current-period.ts';
import { type Proration, prorate } from './proration.ts';

/** What a subscription is to become. */
export interface ChangeInput {
  readonly priceId: string;
  /** As many as now unless said otherwise. */
  readonly quantity?: number | null | undefined;
  /** When it counts from: that of the preview, or now. */
  readonly at?: Date | null | undefined;
}

/** A change worked out: what it is, and what it comes to. Amounts are in the price's currency, in its smallest unit. */
export interface PlannedChange extends Proration {
  readonly at: Date;
  readonly plan: PlanRow;
  readonly price: PriceRow;
  readonly quantity: number;
  /** Whether a new period begins with the change. */
  readonly restart: boolean;
  readonly lines: readonly NewLine[];
  /** To be paid; zero where the old price leaves more than the new one costs. */
  readonly amountDue: bigint;
  /** What is left over, for the credit balance. */
  readonly credit: bigint;
}

/** How long a preview may be charged as it was shown. */
export const PREVIEW_MS = 15 * 60_000;
/** What of a period may be given back in all, although it was used meanwhile, since previews were charged as shown. */
const GIVEN_BACK_MS = 4 * PREVIEW_MS;
const MAX_QUANTITY = 1_000_000;

/**
 * Works out the change of a subscription to a price, without changing anything: the preview and the change itself are
 * one computation.
 * @throws InvalidInputError, NotFoundError, SubscriptionStateError, PlanNotBuyableError, ChangeUnsupportedError
 */
export async function planChange(
  tx: Tx,
  now: Date,
  subscription: SubscriptionRow,
  input: ChangeInput,
): Promise<PlannedChange> {
  const { plan, price, quantity } = await findTarget(tx, subscription, input);
  const { status, anchorAt, paidPeriods, paidThrough } = subscription;
  if (status !== 'active' && status !== 'trialing') throw new SubscriptionStateError(status);
  if (anchorAt === null || paidThrough === null || paidThrough <= now)
    throw new SubscriptionStateError('past_due');
  const [oldPlan] = await readPlans(tx, [subscription.planId]);
  const old = oldPlan?.prices.find(({ id }) => id === subscription.priceId);
  if (!oldPlan || !old) throw new Error(`subscription ${subscription.id} has no price`);
  checkTarget(subscription, old, price, quantity);

  const taken = await readTakenChanges(tx, subscription);
  const at = checkTime(input.at ?? now, now, taken.at(-1)?.at);
  const sameInterval =
    old.interval.unit === price.interval.unit && old.interval.count === price.interval.count;
  const base = { at, plan, price, quantity };
  if (status === 'trialing') {
    return { ...base, restart: false, lines: [], unused: 0n, charge: 0n, amountDue: 0n, credit: 0n };
  }
  const { periodsAhead, ...period } = currentPeriod({ anchorAt, paidPeriods, paidThrough }, old.interval, at);
  const beginning = { from: period.start, amount: old.amount * BigInt(subscription.quantity) };
  const segments =
    taken.length > 0 ? taken.map((each) => ({ from: each.at, amount: each.amount })) : [beginning];
  const amount = price.amount * BigInt(quantity);
  const proration = prorate({ period, segments, at, amount, periodsAhead, restart: !sameInterval });
  const net = proration.charge - proration.unused;
  if (net < 0n && at < now) checkGivenBack(taken, period.start, now.getTime() - at.getTime());
  const total = await withTax(tx, subscription, price.currency, net < 0n ? -net : net);
  return {
    ...base,
    ...proration,
    restart: !sameInterval,
    lines: linesOf(proration, { oldName: named(oldPlan, old), newName: named(plan, price), at }),
    amountDue: net > 0n ? total : 0n,
    credit: net < 0n ? total : 0n,
  };
}

/** An amount with the taxes that an invoice over it would have: those were paid on what is credited, too. */
async function withTax(
  tx: Tx,
  { merchantId, customerId, id }: SubscriptionRow,
  currency: string,
  amount: bigint,
): Promise<bigint> {
  const line = { kind: 'proration', description: '', quantity: 1, unitAmount: amount, amount } as const;
  const draft = { merchantId, customerId, subscriptionId: id, currency, kind: 'change', periods: 0 } as const;
  const [taxed] = await taxInvoices(tx, [newInvoice({ ...draft, lines: [line], dueAt: new Date(0) })]);
  return taxed?.total ?? amount;
}

/**
 * The price that a subscription is to change to, if it can be bought.
 * @throws InvalidInputError, NotFoundError, PlanNotBuyableError
 */
export async function findTarget(
  tx: Tx,
  subscription: SubscriptionRow,
  { priceId, quantity = subscription.quantity }: ChangeInput,
): Promise<{ readonly plan: PlanRow; readonly price: PriceRow; readonly quantity: number }> {
  requireId('price', priceId);
  const plan = await findPublishedPlanOfPrice(tx, priceId);
  const price = plan?.prices.find(({ id }) => id === priceId);
  if (!plan || !price || plan.merchantId !== subscription.merchantId)
    throw new NotFoundError('price', priceId);
  const count = quantity ?? subscription.quantity;
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_QUANTITY)) {
    throw new InvalidInputError('quantity', `from 1 to ${MAX_QUANTITY}`);
  }
  // Whoever has a price keeps it, on sale or not, and may change how many.
  const kept = priceId === subscription.priceId;
  if (!kept && plan.status !== 'active') throw new PlanNotBuyableError(plan.status);
  if (!kept && !price.active) throw new PlanNotBuyableError('archived');
  return { plan, price, quantity: count };
}

function checkTarget(subscription: SubscriptionRow, old: PriceRow, price: PriceRow, quantity: number): void {
  if (old.onChain || price.onChain) throw new ChangeUnsupportedError('on_chain');
  if (old.currency !== price.currency) throw new ChangeUnsupportedError('currency');
  if (old.id === price.id && subscription.quantity === quantity) throw new ChangeUnsupportedError('same');
}

function checkTime(at: Date, now: Date, lastChange: Date | undefined): Date {
  const tooOld = now.getTime() - at.getTime() > PREVIEW_MS || (lastChange !== undefined && at < lastChange);
  if (at > now || tooOld) throw new InvalidInputError('at', 'that of a preview of the last 15 minutes');
  return at;
}

/** Whoever changes to and fro could otherwise use the dear price for nothing, a quarter of an hour at a time. */
function checkGivenBack(taken: readonly TakenChange[], since: Date, backMs: number): void {
  // The first is the beginning, which was noted with the first change.
  const before = taken
    .slice(1)
    .filter(({ askedAt }) => askedAt >= since)
    .reduce((sum, { at, askedAt }) => sum + Math.max(askedAt.getTime() - at.getTime(), 0), 0);
  if (before + backMs > GIVEN_BACK_MS) throw new InvalidInputError('at', 'now: previews were used too often');
}

function named({ name }: PlanRow, { nickname }: PriceRow): string {
  return nickname === null ? name : `${name} (${nickname})`;
}

function linesOf(
  { unused, charge }: Proration,
  { oldName, newName, at }: { oldName: string; newName: string; at: Date },
): NewLine[] {
  const line = (description: string, amount: bigint): NewLine => ({
    kind: 'proration',
    description,
    quantity: 1,
    unitAmount: amount,
    amount,
  });
  const day = at.toISOString().slice(0, 10);
  return [line(`${oldName}: unused from ${day}`, -unused), line(`${newName}: from ${day}`, charge)];
}
