import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { voidCoveredRenewals } from '../invoices/invoice.repository.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { addIntervals } from '../periods/index.ts';
import { DEFAULT_POLICY, renewalTime } from '../policy/policy.ts';
import type { Grant, Step, Terms } from './coverage.ts';
import {
  lockForRecompute,
  readGrants,
  readSteps,
  type StoredStep,
  writeStates,
} from './recompute-subscriptions.repository.ts';
import { recompute, type SubscriptionState } from './subscription.ts';
import { changesBetween, type SubscriptionSubject } from './subscription-events.ts';
import type { SubscriptionKey } from './subscription-row.ts';

export interface RecomputedSubscription extends SubscriptionSubject {
  readonly changes: ReturnType<typeof changesBetween>;
}

/**
 * Works out afresh what subscriptions are, from all of their paid invoices and steps, and voids renewals of periods that
 * were paid for otherwise. A fixed number of statements however many there are. Run after any change of what counts;
 * running it again changes nothing.
 */
export async function recomputeSubscriptions(
  tx: Tx,
  now: Date,
  keys: readonly SubscriptionKey[],
): Promise<RecomputedSubscription[]> {
  if (keys.length === 0) return [];
  const subscriptions = await lockForRecompute(tx, keys);
  const ofSubscription = ({ subscriptionId }: { readonly subscriptionId: string }) => subscriptionId;
  const grantsOf = Map.groupBy<string, Grant & { readonly subscriptionId: string }>(
    await readGrants(tx, keys),
    ofSubscription,
  );
  const stepsOf = Map.groupBy(await readSteps(tx, keys), ofSubscription);
  const recomputed = subscriptions.map((before) => {
    const { merchantId, id, status, personId } = before;
    const taken = stepsOf.get(id)?.filter(({ at }) => at !== null) ?? [];
    const changes = taken.filter(({ kind }) => kind === 'change');
    const terms = termsOf(changes[0]) ?? toTerms(before);
    const after = recompute(status, { grants: grantsOf.get(id) ?? [], steps: taken.map(toStep), terms }, now);
    const latest = changes.at(-1);
    return {
      state: {
        ...after,
        merchantId,
        id,
        priceId: latest?.priceId ?? before.priceId,
        quantity: latest?.quantity ?? before.quantity,
        trialEndsAt: taken.findLast(({ kind }) => kind === 'trial')?.until ?? null,
        renewsAt: before.cancelAtPeriodEnd
          ? null
          : renewsAt(after, termsOf(latest) ?? terms, before.invoiceLeadHours),
      },
      subject: { merchantId, id, personId, changes: changesBetween(before, after) },
    };
  });
  await writeStates(
    tx,
    recomputed.map(({ state }) => state),
    now,
  );
  const voided = await voidCoveredRenewals(tx, subscriptions, now);
  await recordEvents(
    tx,
    now,
    voided.flatMap((invoice) => invoiceEvents(invoice, ['voided'])),
  );
  return recomputed.map(({ subject }) => subject);
}

/** When the next period is invoiced; null for those that are not renewed. */
function renewsAt(
  { status, anchorAt, paidPeriods, paidThrough }: SubscriptionState,
  { interval }: Terms,
  leadHours: number | null,
): Date | null {
  if (status !== 'trialing' && status !== 'active' && status !== 'past_due') return null;
  if (paidThrough === null || anchorAt === null) return null;
  const next = addIntervals(anchorAt, interval, paidPeriods + 1);
  const lead = { invoiceLeadHours: leadHours ?? DEFAULT_POLICY.invoiceLeadHours };
  return renewalTime(lead, paidThrough, next.getTime() - paidThrough.getTime());
}

function toStep(stored: StoredStep): Step {
  const { kind, at, number: order, until, restart } = stored;
  if (at === null) throw new Error('a step that has not been taken');
  if (kind === 'trial') return { kind, at, order, until: until ?? at };
  if (kind !== 'change') return { kind, at, order };
  const terms = termsOf(stored);
  if (!terms) throw new Error('a change to no price');
  return { kind, at, order, terms, restart };
}

function termsOf(change: StoredStep | undefined): Terms | undefined {
  if (!change) return undefined;
  const { intervalUnit, intervalCount, graceDays } = change;
  if (intervalUnit === null || intervalCount === null || graceDays === null) return undefined;
  return toTerms({ intervalUnit, intervalCount, graceDays });
}

function toTerms({
  intervalUnit: unit,
  intervalCount: count,
  graceDays,
}: {
  readonly intervalUnit: Terms['interval']['unit'];
  readonly intervalCount: number;
  readonly graceDays: number;
}): Terms {
  return { interval: { unit, count }, graceDays };
}
