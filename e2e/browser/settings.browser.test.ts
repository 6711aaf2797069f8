import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIRST_ADDRESS, TEST_KEY } from '../../backend/src/rails/bitcoin/testing.ts';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { signIn } from '../support/sign-in.ts';
import { ask } from './support/ask.ts';
import {
  axe,
  expectNoSidewaysScrolling,
  THEMES,
  teaLogo,
  useBrowser,
  type Viewport,
} from './support/index.ts';
import { startWebhookReceiver, type WebhookReceiver } from './support/webhook-receiver.ts';

const opened = useBrowser({ env: { WEBHOOK_ALLOW_PRIVATE: 'true' } });
const ownerWallet = createDevWallet();
const CLOCK_START = '2027-03-01T08:00';

let merchantId: string;
let receiver: WebhookReceiver;
beforeAll(async () => {
  const { graphqlUrl } = opened().stack;
  const { token } = await signIn(graphqlUrl, ownerWallet);
  const { createMerchant } = await ask<{ createMerchant: { id: string } }>(
    graphqlUrl,
    'mutation { createMerchant(name: "Tea House", test: true) { id } }',
    {},
    token,
  );
  merchantId = createMerchant.id;
  receiver = await startWebhookReceiver();
}, 120_000);
afterAll(() => receiver?.close());

async function open(
  path: string,
  options: Parameters<ReturnType<typeof opened>['newPage']>[0] = {},
): Promise<Page> {
  const page = await opened().newPage(options);
  await opened().signIn(page, ownerWallet);
  await page.goto(`/m/${merchantId}/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const told = (count: number) =>
  expect
    .poll(() => receiver.received.filter(({ type }) => type === 'webhook.test').length, { timeout: 60_000 })
    .toBe(count);

test('an endpoint is added, tested, seen failing, and sent again', async () => {
  const page = await open('webhooks');
  await page.getByText('No endpoint yet').waitFor();
  await page.getByRole('button', { name: 'Add an endpoint' }).first().click();
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByLabel('All events').uncheck();
  await page.getByLabel('All of invoice', { exact: true }).check();
  await axe(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Add an endpoint' }).click();
  await page.getByText(/^whsec_/).waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('heading', { name: receiver.url }).waitFor();

  await page.getByRole('button', { name: 'Send a test' }).click();
  await told(1);
  await page.getByRole('cell', { name: /Taken/ }).waitFor();
  await page.getByRole('button', { name: 'Show webhook.test' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What was answered').click();
  await dialog.getByText('thank you').waitFor();
  await dialog.getByText('Headers sent').click();
  await dialog.getByText(/webhook-signature: v1,/).waitFor();
  await axe(page);
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await told(2);
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
  await page.keyboard.press('Escape');

  receiver.answerWith(500);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBeGreaterThan(2);
  await page.getByRole('cell', { name: /500/ }).waitFor();
  receiver.answerWith(200);

  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
  await page.getByText(/^whsec_/).waitFor();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByText(/^The secret before this one signs too until /).waitFor();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('button', { name: 'Switch off' }).waitFor();
});

test('the brand and the policies are saved', async () => {
  const page = await open('settings');
  await page.getByLabel('Support contact').fill('help@tea.example');
  await page.getByRole('textbox', { name: /^Colour/ }).fill('#ffd400');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  const webp = { name: 'logo.webp', mimeType: 'image/webp', buffer: await teaLogo('webp') };
  await (await chosen).setFiles(webp);
  const logo = page.getByRole('img', { name: 'Logo of Tea House' });
  await expect
    .poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 30_000 })
    .toBe(360);
  await axe(page);
  const again = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Replace' }).click();
  await (await again).setFiles({ name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg') });
  await page.getByText('This file is no picture that can be shown.').waitFor();
  await page.getByRole('tab', { name: 'Reminders' }).click();
  await page.getByLabel('Reminders, in days').fill('-5, 0');
  await page.getByText('5 days before').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('tab', { name: 'Invoices' }).click();
  await page.getByRole('button', { name: 'Add a tax' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('VAT');
  await page.getByLabel('Rate').fill('7.7');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Rate').inputValue(), { timeout: 30_000 }).toBe('7.7');
  await page.getByRole('tab', { name: 'Reminders' }).click();
  expect(await page.getByLabel('Reminders, in days').inputValue()).toBe('-5, 0');
});

const looks = THEMES.flatMap((theme) =>
  (['desktop', 'phone'] as Viewport[]).map((viewport) => [theme, viewport] as const),
);

test.each(looks)('every part of the settings is for everybody: %s, %s', async (theme, viewport) => {
  const page = await open('settings', { theme, viewport });
  for (const part of ['Receiving key', 'Ways to pay', 'Invoices', 'Test clock', 'Brand', 'Reminders']) {
    await page.getByRole('tab', { name: part }).click();
    await page.getByRole('tabpanel').getByRole('heading').first().waitFor();
    await axe(page);
    await expectNoSidewaysScrolling(page);
    if (part === 'Brand') await opened().screenshot(page, 'dashboard-brand');
  }
  await opened().screenshot(page, 'dashboard-settings');
  await page.goto(`/m/${merchantId}/webhooks`);
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('cell', { name: /Taken/ }).first().waitFor();
  await axe(page);
  await expectNoSidewaysScrolling(page);
  await opened().screenshot(page, 'dashboard-webhooks');
  await page.goto(`/m/${merchantId}/emails`);
  await page.getByText('Every e-mail arrived').waitFor();
  await axe(page);
});

test('a receiving key is compared with the wallet before it is set', async () => {
  const page = await open('settings?part=key', { tolerate: [/400 \(Bad Request\)/] });
  await page.getByLabel('Extended public key or descriptor').fill(TEST_KEY);
  await page.getByRole('button', { name: 'Show its first addresses' }).click();
  await page.getByText(FIRST_ADDRESS).waitFor();
  const typed = page.getByLabel('First address, copied from your wallet');
  await typed.fill('bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdku202');
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.getByRole('alert').first().waitFor();
  await typed.fill(FIRST_ADDRESS);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.getByRole('button', { name: 'Remove' }).waitFor();
  await axe(page);
  await page.getByRole('tab', { name: 'Ways to pay' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Bitcoin to an address' }).getByText('Ready').waitFor();
});

test('a test clock is set and moved, and the page follows', async () => {
  const page = await open('settings?part=clock');
  await page.getByLabel('Start a clock at (UTC)').fill(CLOCK_START);
  await page.getByRole('button', { name: 'Give it a clock' }).click();
  await page.getByText('1 Mar 2027, 08:00').or(page.getByText('Mar 1, 2027, 8:00 AM')).first().waitFor();
  await page.getByRole('button', { name: 'A month' }).click();
  await page.getByText('Apr 1, 2027, 8:00 AM').or(page.getByText('1 Apr 2027, 08:00')).first().waitFor();
  await page.getByText('Stands').waitFor();
  await axe(page);
});
