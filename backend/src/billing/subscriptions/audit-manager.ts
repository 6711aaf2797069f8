import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { Prisma, Tx } from '../../platform/database/index.ts';
import type { SubscriptionManager } from './subscription.repository.ts';

/** Notes what somebody has done to a subscription that is not theirs, for its merchant. */
export async function auditManager(
  tx: Tx,
  now: Date,
  manager: SubscriptionManager,
  action:
    | 'subscription.auto_pay_revoked'
    | 'subscription.canceled'
    | 'subscription.change_dropped'
    | 'subscription.changed'
    | 'subscription.kept'
    | 'subscription.paused'
    | 'subscription.resumed',
  { id, ...details }: { readonly id: string } & Prisma.InputJsonObject,
): Promise<void> {
  if ('kind' in manager) return;
  const { merchantId } = manager;
  await recordAudit(tx, now, { actor: merchantActor(manager), action, subjectId: id, merchantId, details });
}
