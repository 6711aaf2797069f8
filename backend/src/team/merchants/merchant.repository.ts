import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** What may be changed of a merchant. */
export interface MerchantFields {
  readonly name: string;
  readonly supportContact: string | null;
  readonly brandColor: string | null;
}

export interface LogoFacts {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
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
    SELECT name, support_contact AS "supportContact", brand_color AS "brandColor" FROM merchants WHERE id = ${merchantId} FOR NO KEY UPDATE`;
  return row;
}

export async function setMerchantFields(
  tx: Tx,
  { merchantId }: MerchantScope,
  { name, supportContact, brandColor }: MerchantFields,
): Promise<void> {
  await tx.merchant.update({ where: { id: merchantId }, data: { name, supportContact, brandColor } });
}

/** The hash of the logo that a merchant has; null is none. */
export async function findLogoHash(tx: Tx, { merchantId }: MerchantScope): Promise<string | null> {
  const { logoHash } = await tx.merchant.findUniqueOrThrow({
    where: { id: merchantId },
    select: { logoHash: true },
  });
  return logoHash;
}

export async function putLogo(
  tx: Tx,
  { merchantId }: MerchantScope,
  { hash, width, height }: LogoFacts,
  bytes: Buffer,
): Promise<void> {
  const png = new Uint8Array(bytes);
  await tx.merchantLogo.upsert({ where: { merchantId }, create: { merchantId, png }, update: { png } });
  await tx.merchant.update({
    where: { id: merchantId },
    data: { logoHash: hash, logoWidth: width, logoHeight: height },
  });
}

export async function deleteLogo(tx: Tx, { merchantId }: MerchantScope): Promise<void> {
  await tx.merchant.update({
    where: { id: merchantId },
    data: { logoHash: null, logoWidth: null, logoHeight: null },
  });
  await tx.merchantLogo.deleteMany({ where: { merchantId } });
}
