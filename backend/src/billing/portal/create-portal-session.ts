import { merchantActor, recordAudit } from '../../compliance/index.ts';
import { type MerchantScope, openPortal } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { realNow } from '../clock/real-now.ts';
import { findCustomer } from '../customers/customer.repository.ts';
import { requireId } from '../require-id.ts';

/** A link that lets a customer in, once. */
export interface PortalLink {
  readonly url: string;
  /** Until when it can be used. */
  readonly expiresAt: Date;
}

const URL_LIMIT = 2_000;

/**
 * A link by which one of the merchant's customers sees and manages what they have there. Whoever holds it is that
 * customer for an hour: it is for the merchant's server, which has just seen who it talks to. The secret stands behind
 * the #, where neither servers nor other pages get to see it.
 * @throws InvalidInputError, NotFoundError
 */
export async function createPortalSession(
  { database, clock, config }: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
  scope: MerchantScope,
  customerId: string,
  { returnUrl = null }: { readonly returnUrl?: string | null | undefined } = {},
): Promise<PortalLink> {
  requireId('customer', customerId);
  checkReturnUrl(returnUrl);
  const { merchantId } = scope;
  return database.transaction(async (tx) => {
    const now = realNow(clock);
    if (!(await findCustomer(tx, scope, customerId))) throw new NotFoundError('customer', customerId);
    const { id, secret, expiresAt } = await openPortal(tx, now, scope, { customerId, returnUrl });
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'portal.opened',
      subjectId: id,
      merchantId,
      details: { customerId },
    });
    return { url: `${config.FRONTEND_URL.replace(/\/$/, '')}/portal#${secret}`, expiresAt };
  });
}

function checkReturnUrl(returnUrl: string | null): void {
  if (returnUrl === null) return;
  const usable =
    returnUrl.length <= URL_LIMIT &&
    URL.canParse(returnUrl) &&
    ['https:', 'http:'].includes(new URL(returnUrl).protocol);
  if (!usable) throw new InvalidInputError('returnUrl', 'an https:// URL');
}
