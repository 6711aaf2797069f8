import type { MerchantScope, Role } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { isId } from '../../platform/ids.ts';
import { findEndpointMerchant } from './endpoint.repository.ts';

/** Asks for the right to act for a merchant, as the context of a request does. */
export type AskMerchant = (merchantId: string, minimum: Role) => Promise<MerchantScope>;

/**
 * The right to act for the merchant that has an endpoint.
 * @throws NotFoundError naming the endpoint when the caller is no member, ForbiddenError when their role is too low
 */
export async function requireEndpointMember(
  tx: Tx,
  ask: AskMerchant,
  endpointId: string,
  minimum: Role,
): Promise<MerchantScope> {
  const missing = () => new NotFoundError('webhook endpoint', endpointId);
  if (!isId('webhookEndpoint', endpointId)) throw missing();
  const merchantId = await findEndpointMerchant(tx, endpointId);
  if (merchantId === undefined) throw missing();
  try {
    return await ask(merchantId, minimum);
  } catch (error) {
    throw error instanceof NotFoundError ? missing() : error;
  }
}
