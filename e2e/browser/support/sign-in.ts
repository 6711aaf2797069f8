import type { Page } from 'playwright-core';
import { createDevWallet, type DevWallet } from '../../../ops/src/demo/wallet.ts';
import { signIn } from '../../support/sign-in.ts';

export type SignedIn = Awaited<ReturnType<typeof signIn>>;

/** Signs somebody in without the page: a wallet of the test signs, and the browser holds the session from the start. */
export async function signInBehindThePage(
  page: Page,
  graphqlUrl: string,
  wallet: DevWallet = createDevWallet(),
): Promise<SignedIn> {
  const session = await signIn(graphqlUrl, wallet);
  const stored = JSON.stringify({
    token: session.token,
    expiresAt: session.expiresAt,
    address: wallet.address,
  });
  await page.addInitScript(
    ([key, value]) => {
      if (key !== undefined && value !== undefined) localStorage.setItem(key, value);
    },
    ['charmbills.session', stored],
  );
  return session;
}

/** The wallets of the demo data, by their keys' names, with whose they are. */
const DEMO_WALLETS: Readonly<Record<string, string>> = {
  merchant: 'Merchant',
  subscriber: 'Subscriber',
  operator: 'Operator',
};

/**
 * Signs in as a person does, with the development wallet of that name: one of the demo data's, or a new one that this
 * browser makes. Leaves the page where it leads after that.
 * @param next where to go on, as in the address of the page (default: the merchants)
 */
export async function signInWithDevelopmentWallet(page: Page, name: string, next?: string): Promise<void> {
  await page.goto(`/sign-in${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`);
  const role = DEMO_WALLETS[name];
  if (role !== undefined) {
    await page.getByRole('button', { name: `${name} ${role} of the demo data` }).click();
  } else {
    await page.getByLabel('Name of the wallet').fill(name);
    await page.getByRole('button', { name: 'Create and sign in' }).click();
  }
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
}
