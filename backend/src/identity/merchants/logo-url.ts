import type { Config } from '../../platform/config/index.ts';
import type { MerchantRow } from './merchants.repository.ts';

/** Where a logo is served; its hash is in the address, so that it is kept for ever. */
export function logoUrl(
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
  merchantId: string,
  hash: string,
): string {
  return `${PUBLIC_URL.replace(/\/$/, '')}/api/logos/${merchantId}/${hash}.png`;
}

/** The logo as it is shown to everybody; null where there is none. */
export function logoOf(
  config: Pick<Config, 'PUBLIC_URL'>,
  { id, logoHash, logoWidth, logoHeight }: Pick<MerchantRow, 'id' | 'logoHash' | 'logoWidth' | 'logoHeight'>,
): { readonly url: string; readonly width: number; readonly height: number } | null {
  if (logoHash === null || logoWidth === null || logoHeight === null) return null;
  return { url: logoUrl(config, id, logoHash), width: logoWidth, height: logoHeight };
}
