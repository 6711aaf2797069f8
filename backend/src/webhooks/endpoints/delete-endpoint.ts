import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { WebhookServices } from '../ports.ts';
import { lockEndpoint, setDeleted } from './endpoint.repository.ts';

/**
 * Removes an endpoint and calls off what waits for it; what was sent stays in the log until it is pruned.
 * @throws NotFoundError
 */
export async function deleteEndpoint(
  { database, clock }: Pick<WebhookServices, 'database' | 'clock'>,
  scope: MerchantScope,
  actor: Actor,
  id: string,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, scope, id);
    if (!endpoint) throw new NotFoundError('webhook endpoint', id);
    await setDeleted(tx, scope, id, now);
    await recordAudit(tx, now, {
      actor,
      action: 'webhook_endpoint.deleted',
      subjectId: id,
      merchantId: scope.merchantId,
      details: { url: endpoint.url },
    });
  });
}
