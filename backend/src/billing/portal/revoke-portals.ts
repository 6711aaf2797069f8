import { merchantActor, recordAudit } from '../../compliance/index.ts';
import { type MerchantScope, revokePortalSessions } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { realNow } from '../clock/real-now.ts';
import { findCustomer } from '../customers/customer.repository.ts';
import { requireId } from '../require-id.ts';

/**
 * Ends all portal links and sessions of a customer, at once and for every process. Answers with how many there were.
 * @throws NotFoundError
 */
export async function revokePortals(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  customerId: string,
): Promise<number> {
  requireId('customer', customerId);
  const { merchantId } = scope;
  return database.transaction(async (tx) => {
    const now = realNow(clock);
    if (!(await findCustomer(tx, scope, customerId))) throw new NotFoundError('customer', customerId);
    const revoked = await revokePortalSessions(tx, now, scope, customerId);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'portal.revoked',
      subjectId: customerId,
      merchantId,
      details: { sessions: revoked },
    });
    return revoked;
  });
}
