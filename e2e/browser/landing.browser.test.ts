import { expect, test } from 'vitest';
import { axe, expectNoSidewaysScrolling, THEMES, useBrowser, type Viewport } from './support/index.ts';

const opened = useBrowser();
/** Pages that links lead to before they are there. */
const UNWRITTEN = [/404 \(Not Found\) .*_rsc=/];
const looks = THEMES.flatMap((theme) =>
  (['desktop', 'phone', 'narrow'] as Viewport[]).map((viewport) => [theme, viewport] as const),
);

test.each(looks)('the first page is for everybody: %s, %s', async (theme, viewport) => {
  const page = await opened().newPage({ theme, viewport, tolerate: UNWRITTEN });
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
  await page.getByRole('main').waitFor();
  await expectNoSidewaysScrolling(page);
  await axe(page);
  if (viewport !== 'narrow') await opened().screenshot(page, 'landing');
});

test('scripts run by a number used once, never because they stand in the page', async () => {
  const page = await opened().newPage({ tolerate: UNWRITTEN });
  const policies = [];
  for (const _ of [1, 2]) {
    const response = await page.goto('/');
    policies.push((await response?.allHeaders())?.['content-security-policy'] ?? '');
  }
  const scripts = policies.map((policy) => /script-src ([^;]+)/.exec(policy)?.[1] ?? '');
  for (const sources of scripts) {
    expect(sources).toMatch(/'nonce-[\w+/=]{20,}'/);
    expect(sources).not.toMatch(/unsafe-inline|unsafe-eval(?!')|\*/);
  }
  expect(scripts[0]).not.toBe(scripts[1]);
  expect(policies[0]).toContain(`connect-src 'self' ${opened().stack.backendUrl}`);
});
