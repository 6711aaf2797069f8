import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** What may be changed of a merchant. */
export interface MerchantFields {
  readonly name: string;
  readonly supportContact: string | null;
}

/**
 * Lets one change of a merchant or its team happen at a time, until the transaction ends. What only refers to the
 * merchant, such as a new subscription, does not wait for it.
 */
export async function lockMerchant(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
): Promise<MerchantFields> {
  const [row] = await tx.$queryRaw<[MerchantFields]>`
    SELECT name, support_contact AS "supportContact" FROM merchants WHERE id = ${merchantId} FOR NO KEY UPDATE`;
  return row;
}

export async function setMerchantFields(
  tx: Tx,
  { merchantId }: MerchantScope,
  { name, supportContact }: MerchantFields,
): Promise<void> {
  await tx.merchant.update({ where: { id: merchantId }, data: { name, supportContact } });
}
