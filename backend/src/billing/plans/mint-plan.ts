import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope, PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { PlanStateError } from './plan.errors.ts';
import { lockPlan, setPlanMint } from './plan.repository.ts';
import { planEvents } from './plan-events.ts';
import { contractSats, type PlanRow } from './plan-row.ts';

/**
 * Begins the transaction that puts a draft on the chain, signed by this member. While one is under way,
 * asking again answers with it: a mint is never begun twice because an answer was slow. Once it has failed
 * the plan may be minted again.
 * @throws NotFoundError, PlanStateError
 */
export async function mintPlan(
  services: Pick<BillingServices, 'database' | 'clock' | 'planMinting'>,
  member: PersonScope,
  scope: MerchantScope,
  planId: string,
): Promise<{ readonly planId: string; readonly transactionId: string }> {
  requireId('plan', planId);
  const { database, clock, planMinting } = services;
  return database.transaction(async (tx) => {
    const plan = await lockPlan(tx, scope, planId);
    if (!plan) throw new NotFoundError('plan', planId);
    if (plan.status !== 'draft') throw new PlanStateError(plan.status);
    const open = await openMint(tx, services, plan);
    if (open !== undefined) return { planId, transactionId: open };

    const { name, price, payoutAddress, supplyLimit } = plan;
    const { transactionId } = await planMinting.begin(tx, {
      merchantId: scope.merchantId,
      planId,
      signer: member,
      name,
      priceSats: contractSats(price),
      interval: price.interval,
      payoutAddress,
      supplyLimit,
    });
    await setPlanMint(tx, scope, planId, transactionId);
    const now = await merchantNow(tx, clock, scope.merchantId);
    const { merchantId } = scope;
    await recordEvents(tx, now, planEvents(merchantId, planId));
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'plan.mint_begun',
      subjectId: planId,
      merchantId,
      details: { transactionId },
    });
    return { planId, transactionId };
  });
}

async function openMint(
  tx: Tx,
  { planMinting }: Pick<BillingServices, 'planMinting'>,
  { merchantId, mintTransactionId }: PlanRow,
): Promise<string | undefined> {
  if (mintTransactionId === null) return undefined;
  const stage = await planMinting.stageOf(tx, merchantId, mintTransactionId);
  return stage === 'failed' ? undefined : mintTransactionId;
}
