import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { findPlan } from '../plans/plan.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { setPendingPrices } from '../subscriptions/subscription.repository.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { ChangeUnsupportedError } from './change.errors.ts';

const BATCH = 1_000;

/**
 * Moves the subscribers of one price of a plan to another, each from their next period on and with notice. Answers with
 * how many. Asking again moves those that have come since.
 * @throws NotFoundError, ChangeUnsupportedError
 */
export async function migratePrice(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  scope: MerchantScope,
  { planId, fromPriceId, toPriceId }: { planId: string; fromPriceId: string; toPriceId: string },
): Promise<number> {
  requireId('plan', planId);
  const { merchantId } = scope;
  const plan = await findPlan(database.client, scope, planId);
  const from = plan?.prices.find(({ id }) => id === fromPriceId);
  const to = plan?.prices.find(({ id, active }) => id === toPriceId && active);
  if (!plan || !from || !to) throw new NotFoundError('price', plan && from ? toPriceId : fromPriceId);
  if (from.onChain || to.onChain) throw new ChangeUnsupportedError('on_chain');
  if (from.currency !== to.currency) throw new ChangeUnsupportedError('currency');
  if (from.id === to.id) throw new ChangeUnsupportedError('same');
  let moved = 0;
  for (;;) {
    const batch = await database.transaction(async (tx) => {
      const now = await merchantNow(tx, clock, merchantId);
      const subjects = await setPendingPrices(tx, scope, { from: from.id, to: to.id, limit: BATCH }, now);
      await recordEvents(
        tx,
        now,
        subjects.flatMap((subject) => subscriptionEvents(subject, ['price_migration'])),
      );
      return subjects.length;
    });
    moved += batch;
    if (batch < BATCH) break;
  }
  await database.transaction(async (tx) =>
    recordAudit(tx, await merchantNow(tx, clock, merchantId), {
      actor: merchantActor(scope),
      action: 'price.migrated',
      subjectId: from.id,
      merchantId,
      details: { planId, toPriceId: to.id, subscriptions: moved },
    }),
  );
  return moved;
}
