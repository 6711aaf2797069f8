import { expect, test } from 'vitest';
import {
  axe,
  expectNoSidewaysScrolling,
  signInWithDevelopmentWallet,
  THEMES,
  useBrowser,
} from './support/index.ts';

const opened = useBrowser();

test.each(THEMES)('everybody can read the wallets to sign in with: %s', async (theme) => {
  for (const viewport of ['desktop', 'phone', 'narrow'] as const) {
    const page = await opened().newPage({ theme, viewport });
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Create and sign in' }).waitFor();
    await expectNoSidewaysScrolling(page);
    await axe(page);
    if (viewport !== 'narrow') await opened().screenshot(page, 'sign-in');
  }
});

test('a new wallet signs in, and the browser stays signed in until the person leaves', async () => {
  const page = await opened().newPage();
  await signInWithDevelopmentWallet(page, 'newcomer');
  expect(new URL(page.url()).pathname).toBe('/merchants');
  await page.reload();
  await page.getByRole('main').waitFor();
  expect(new URL(page.url()).pathname).toBe('/merchants');
  const other = await opened().newPage();
  await other.goto('/');
  expect(await other.evaluate(() => localStorage.length)).toBe(0);
});

test('a wallet of the test signs in behind the page', async () => {
  const page = await opened().newPage();
  const { person } = await opened().signIn(page);
  await page.goto('/merchants');
  await page.getByRole('main').waitFor();
  expect(new URL(page.url()).pathname).toBe('/merchants');
  const stored = await page.evaluate(() => localStorage.getItem('charmbills.session'));
  expect(JSON.parse(stored ?? '{}')).toMatchObject({ address: person.address });
});
