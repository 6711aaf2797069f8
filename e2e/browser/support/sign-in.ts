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
