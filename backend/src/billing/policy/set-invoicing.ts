import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { checkTaxes, type TaxRate } from '../invoices/tax.ts';
import { findPolicy, writeInvoicing } from './policy.repository.ts';
import { type BillingPolicy, OVERPAYMENTS, type Overpayment } from './policy.ts';

/** What of a merchant's invoicing is to change. */
export interface InvoicingInput {
  readonly invoiceLeadHours?: number | null | undefined;
  readonly dueHours?: number | null | undefined;
  readonly toleranceBps?: number | null | undefined;
  readonly taxes?: readonly TaxRate[] | null | undefined;
  readonly overpayment?: Overpayment | null | undefined;
}

const MAX_HOURS = 8_760;
const MAX_BPS = 10_000;

/**
 * Says how a merchant invoices from now on; what is not named stays. Invoices that are open stay as they are.
 * @throws InvalidInputError
 */
export async function setInvoicing(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  input: InvoicingInput,
): Promise<BillingPolicy> {
  const { merchantId } = scope;
  return database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, merchantId);
    const before = await findPolicy(tx, merchantId);
    const after = {
      invoiceLeadHours: whole(
        input.invoiceLeadHours ?? before.invoiceLeadHours,
        'invoiceLeadHours',
        MAX_HOURS,
      ),
      dueHours: whole(input.dueHours ?? before.dueHours, 'dueHours', MAX_HOURS),
      toleranceBps: whole(input.toleranceBps ?? before.toleranceBps, 'toleranceBps', MAX_BPS),
      taxes: checkTaxes(input.taxes ?? before.taxes),
      overpayment: input.overpayment ?? before.overpayment,
    };
    if (!OVERPAYMENTS.includes(after.overpayment)) {
      throw new InvalidInputError('overpayment', OVERPAYMENTS.join(' or '));
    }
    await writeInvoicing(tx, merchantId, after);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'invoicing.changed',
      subjectId: merchantId,
      merchantId,
      details: { ...after, taxes: after.taxes.map((rate) => ({ ...rate })) },
    });
    return { ...before, ...after };
  });
}

function whole(value: number, field: string, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new InvalidInputError(field, `from 0 to ${most}`);
}
