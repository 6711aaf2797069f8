import type { SubscriberScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { requireId } from '../require-id.ts';
import { type CustomerRow, findCustomer, updateCustomer } from './customer.repository.ts';
import { checkTerms } from './update-customer.ts';

/** What is not given stays; null takes it away. */
export interface Contact {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
}

/**
 * Writes how a customer is called and where they are written to, by themselves.
 * @throws InvalidInputError, NotFoundError also for one that is somebody else
 */
export async function setContact(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  subscriber: SubscriberScope,
  { merchantId, customerId }: { readonly merchantId: string; readonly customerId: string },
  { name, email }: Contact,
): Promise<CustomerRow> {
  requireId('customer', customerId);
  const terms = checkTerms({ name, email });
  return database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, merchantId);
    const before = await findCustomer(tx, { merchantId }, customerId);
    if (!before || !isSame(before, subscriber)) throw new NotFoundError('customer', customerId);
    await updateCustomer(tx, { merchantId }, customerId, terms);
    await recordEvents(tx, now, [{ type: 'customer.updated', subjectId: customerId, merchantId, data: {} }]);
    return { ...before, ...terms };
  });
}

function isSame({ merchantId, id, address }: CustomerRow, subscriber: SubscriberScope): boolean {
  return subscriber.kind === 'person'
    ? subscriber.address === address
    : subscriber.merchantId === merchantId && subscriber.customerId === id;
}
