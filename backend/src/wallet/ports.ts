import type { Currencies } from '../ledger/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { Rates } from '../rates/index.ts';

/** What the wallet works with. */
export interface WalletServices extends PlatformServices {
  readonly currencies: Currencies;
  readonly rates: Rates;
}
