import { recordAudit, systemActor } from '../../compliance/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { setDisabled } from '../endpoints/endpoint.repository.ts';
import { ENDPOINT_DISABLED } from '../endpoints/endpoint.ts';
import type { HeldQueue } from './held-queue.ts';

/** Disables endpoints that have failed for too long, and says so. What waits for them stays. */
export async function disableHopeless(
  tx: Tx,
  now: Date,
  queues: readonly Pick<HeldQueue, 'merchantId' | 'endpointId' | 'health'>[],
): Promise<void> {
  for (const { merchantId, endpointId, health } of queues) {
    // A member may have been faster.
    if (!(await setDisabled(tx, merchantId, endpointId, 'failing', now))) continue;
    const details = { failingSince: health.failingSince?.toISOString() ?? null };
    await recordEvents(tx, now, [
      { type: ENDPOINT_DISABLED, subjectId: endpointId, merchantId, data: details },
    ]);
    await recordAudit(tx, now, {
      actor: systemActor('webhooks'),
      action: ENDPOINT_DISABLED,
      subjectId: endpointId,
      merchantId,
      details,
    });
  }
}
