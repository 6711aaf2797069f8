import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { checkText } from '../invoices/check-items.ts';
import { checkTaxes, type TaxRate } from '../invoices/tax.ts';
import { requireId } from '../require-id.ts';
import { type CustomerTerms, updateCustomer } from './customer.repository.ts';

/** What of a customer is to change; null takes it away. */
export interface CustomerInput {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  /** Instead of the merchant's own; none at all is exempt, null is as the merchant's. */
  readonly taxes?: readonly TaxRate[] | null | undefined;
  readonly taxId?: string | null | undefined;
}

const NAME_LIMIT = 200;
const EMAIL_LIMIT = 254;
const TAX_ID_LIMIT = 40;
const EMAIL = /^[^\s@<>"',;:\\()[\]]+@[^\s@<>"',;:\\()[\]]+\.[^\s@<>"',;:\\()[\]]+$/;
const MAX_METADATA = 50;
const METADATA_KEY = /^[\w.-]{1,40}$/;
const METADATA_VALUE_LIMIT = 500;

/**
 * Writes what a merchant knows of a customer; what is not named stays.
 * @throws InvalidInputError, NotFoundError
 */
export async function setCustomerTerms(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  customerId: string,
  input: CustomerInput,
): Promise<{ readonly customerId: string }> {
  requireId('customer', customerId);
  const terms = checkTerms(input);
  const { merchantId } = scope;
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, merchantId);
    if (!(await updateCustomer(tx, scope, customerId, terms)))
      throw new NotFoundError('customer', customerId);
    await recordEvents(tx, now, [{ type: 'customer.updated', subjectId: customerId, merchantId, data: {} }]);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'customer.changed',
      subjectId: customerId,
      merchantId,
      details: { fields: Object.keys(terms) },
    });
  });
  return { customerId };
}

/** @throws InvalidInputError */
export function checkTerms({ name, email, metadata, taxes, taxId }: CustomerInput): CustomerTerms {
  return {
    ...(name === undefined ? {} : { name: name?.trim() ? checkText(name, 'name', NAME_LIMIT) : null }),
    ...(email === undefined ? {} : { email: email?.trim() ? checkEmail(email) : null }),
    ...(metadata === undefined ? {} : { metadata: checkMetadata(metadata ?? {}) }),
    ...(taxes === undefined ? {} : { taxes: taxes === null ? null : checkTaxes(taxes) }),
    ...(taxId === undefined ? {} : { taxId: taxId?.trim() ? checkText(taxId, 'taxId', TAX_ID_LIMIT) : null }),
  };
}

function checkEmail(text: string): string {
  const email = checkText(text, 'email', EMAIL_LIMIT);
  if (!EMAIL.test(email)) throw new InvalidInputError('email', 'an e-mail address');
  return email;
}

function checkMetadata(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata);
  const usable = entries.every(
    ([key, value]) =>
      METADATA_KEY.test(key) && typeof value === 'string' && value.length <= METADATA_VALUE_LIMIT,
  );
  if (entries.length > MAX_METADATA || !usable) {
    throw new InvalidInputError(
      'metadata',
      `at most ${MAX_METADATA} keys of letters, digits, dots, dashes and underscores, each with a text of at most ${METADATA_VALUE_LIMIT} characters`,
    );
  }
  return metadata;
}
