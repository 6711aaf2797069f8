import type { DepositReport } from './deposit-provider.ts';
import type { PayoutReport } from './payout-provider.ts';

export type ProviderNews =
  | { readonly kind: 'deposit'; readonly report: DepositReport }
  | { readonly kind: 'payout'; readonly report: PayoutReport };

/** Reads what a provider tells us by itself. */
export interface NoticeReader {
  /** The provider's name, which is also the last part of the address that it calls. */
  readonly name: string;
  /** The header that the signature comes in, lower case. */
  readonly signatureHeader: string;
  /** Whether the bytes come from the provider. Never throws. */
  isGenuine(body: Uint8Array, signature: string | undefined): boolean;
  /** @throws AppError for what cannot be used */
  read(body: Uint8Array): ProviderNews;
}
