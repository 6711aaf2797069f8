import type { Page } from 'playwright-core';
import type { Shop, WalletName } from './shop.ts';

/** A page to measure. */
export interface Route {
  /** The person's name for it, with the path as the code has it. */
  readonly name: string;
  /** Where it is; asked anew for each visit, for links that work once. */
  readonly path: (shop: Shop) => string | Promise<string>;
  /** Who looks at it; nobody is signed in without. */
  readonly as?: WalletName;
  /** What a visitor clicks, where it is not the first button. */
  readonly control?: (page: Page) => ReturnType<Page['locator']>;
}

/** Every page that `npm run bench -- frontend` measures. One that is not there is left out of the report. */
export const ROUTES: readonly Route[] = [
  { name: 'checkout /pay/[invoice]', path: ({ invoiceId }) => `/pay/${invoiceId}` },
  {
    name: 'checkout /pay/[invoice]?rail=BALANCE',
    path: ({ invoiceId }) => `/pay/${invoiceId}?rail=BALANCE`,
  },
  { name: 'checkout /subscribe/[plan]', path: ({ planId }) => `/subscribe/${planId}` },
  {
    name: 'sign in /sign-in',
    path: () => '/sign-in',
    // Any of the wallets would sign in and go on to another page.
    control: (page) => page.getByRole('textbox'),
  },
  { name: 'overview /m/[merchant]', path: ({ merchantId }) => `/m/${merchantId}`, as: 'merchant' },
  { name: 'plans /m/[merchant]/plans', path: ({ merchantId }) => `/m/${merchantId}/plans`, as: 'merchant' },
  {
    name: 'invoices /m/[merchant]/invoices',
    path: ({ merchantId }) => `/m/${merchantId}/invoices`,
    as: 'merchant',
  },
  { name: 'portal /portal', path: ({ portalPath }) => portalPath() },
  { name: 'wallet /wallet', path: () => '/wallet', as: 'subscriber' },
  { name: 'health /operator', path: () => '/operator', as: 'operator' },
  { name: 'jobs /operator/jobs', path: () => '/operator/jobs', as: 'operator' },
  { name: 'withdrawals /operator/withdrawals', path: () => '/operator/withdrawals', as: 'operator' },
  { name: 'audit /operator/audit', path: () => '/operator/audit', as: 'operator' },
];
