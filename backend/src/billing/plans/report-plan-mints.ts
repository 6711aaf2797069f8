import type { Tx } from '../../platform/database/index.ts';
import { type NewEvent, recordEvents } from '../../platform/events/index.ts';
import { byMerchantNow } from '../clock/merchant-now.ts';
import { planEvents } from './plan-events.ts';
import {
  type PlanMint,
  type SettledPlanMint,
  setPlansMinted,
  setPlansUnminted,
} from './plan-mint.repository.ts';

/** Tells billing that plans' mints are deep enough in the chain: drafts among them go on sale. */
export async function reportMintsSettled(
  tx: Tx,
  now: Date,
  mints: readonly SettledPlanMint[],
): Promise<void> {
  if (mints.length === 0) return;
  for (const { now: at, items } of await byMerchantNow(tx, now, mints)) {
    const activated = await setPlansMinted(tx, items, at);
    await tell(tx, at, items, activated, 'activated');
  }
}

/** Tells billing that the blocks of plans' mints left the chain: the plans are drafts until they return. */
export async function reportMintsUnconfirmed(tx: Tx, now: Date, mints: readonly PlanMint[]): Promise<void> {
  if (mints.length === 0) return;
  for (const { now: at, items } of await byMerchantNow(tx, now, mints)) {
    const deactivated = await setPlansUnminted(tx, items);
    await tell(tx, at, items, deactivated, 'deactivated');
  }
}

/** Tells billing of any other step of plans' mints, which those who watch the plans want to see. */
export async function reportMintsMoved(tx: Tx, now: Date, mints: readonly PlanMint[]): Promise<void> {
  for (const { now: at, items } of await byMerchantNow(tx, now, mints)) {
    await tell(tx, at, items, [], 'activated');
  }
}

async function tell(
  tx: Tx,
  now: Date,
  mints: readonly PlanMint[],
  changed: readonly Pick<PlanMint, 'planId'>[],
  change: 'activated' | 'deactivated',
): Promise<void> {
  const changedIds = new Set(changed.map(({ planId }) => planId));
  const events: NewEvent[] = mints.flatMap(({ merchantId, planId }) =>
    planEvents(merchantId, planId, changedIds.has(planId) ? change : undefined),
  );
  await recordEvents(tx, now, events);
}
