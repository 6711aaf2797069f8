import type { Currencies } from '../ledger/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { Rates } from '../rates/index.ts';
import type { FiatRail } from './express-buy/ports.ts';
import type { DepositProvider } from './providers/deposit-provider.ts';
import type { NoticeReader } from './providers/notice-reader.ts';
import type { PayoutProvider } from './providers/payout-provider.ts';

/** What the wallet works with. */
export interface WalletServices extends PlatformServices {
  readonly currencies: Currencies;
  readonly rates: Rates;
  /** Undefined where no payment provider is set up. */
  readonly depositProvider?: DepositProvider | undefined;
  readonly payoutProvider?: PayoutProvider | undefined;
  readonly noticeReader?: NoticeReader | undefined;
  /** Banks that take money for express buys, in the order of preference. */
  readonly fiatRails?: readonly FiatRail[] | undefined;
}
