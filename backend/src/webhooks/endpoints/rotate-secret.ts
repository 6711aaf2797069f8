import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import type { WebhookServices } from '../ports.ts';
import { newSecret, secretContext } from '../signing/secret.ts';
import { lockEndpoint, readSecret, updateEndpointRow } from './endpoint.repository.ts';

export const OVERLAP_HOURS_DEFAULT = 24;
const OVERLAP_HOURS_LIMIT = 7 * 24;

/**
 * Gives an endpoint a new secret. For `overlapHours` the old one signs too, beside the new one; 0 ends it at
 * once. A third secret that was still valid ends now. The secret is told this once.
 * @throws InvalidInputError, NotFoundError, IdempotencyKeyReusedError
 */
export async function rotateSecret(
  { database, clock, encryption }: Pick<WebhookServices, 'database' | 'clock' | 'encryption'>,
  scope: MerchantScope,
  actor: Actor,
  input: { readonly endpointId: string; readonly overlapHours: number; readonly idempotencyKey: string },
): Promise<{ readonly secret: string | null }> {
  const { endpointId, overlapHours, idempotencyKey: key } = input;
  const { merchantId } = scope;
  if (!(Number.isInteger(overlapHours) && overlapHours >= 0 && overlapHours <= OVERLAP_HOURS_LIMIT)) {
    throw new InvalidInputError('overlapHours', `from 0 to ${OVERLAP_HOURS_LIMIT}`);
  }
  const now = clock.now();
  const secret = newSecret();
  const context = secretContext(endpointId);
  const operation = 'webhook_endpoint.rotate_secret';
  const request = { ownerId: merchantId, key, operation, input: { endpointId, overlapHours } };
  const { replayed } = await database.transaction((tx) =>
    once(tx, now, request, async () => {
      if (!(await lockEndpoint(tx, scope, endpointId)))
        throw new NotFoundError('webhook endpoint', endpointId);
      const previous = encryption.decrypt(await readSecret(tx, scope, endpointId), context);
      const expiresAt = new Date(now.getTime() + overlapHours * 3_600_000);
      const overlap =
        overlapHours === 0
          ? { previousSecret: null, previousSecretExpiresAt: null }
          : {
              previousSecret: encryption.encrypt(previous, context),
              previousSecretExpiresAt: expiresAt,
            };
      const change = { secret: encryption.encrypt(secret, context), ...overlap };
      await updateEndpointRow(tx, scope, endpointId, change, now);
      await recordAudit(tx, now, {
        actor,
        action: 'webhook_endpoint.secret_rotated',
        subjectId: endpointId,
        merchantId,
        details: { overlapHours },
      });
      return endpointId;
    }),
  );
  return { secret: replayed ? null : secret };
}
