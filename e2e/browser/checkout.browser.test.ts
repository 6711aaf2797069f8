import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { loadDemoData } from '../../ops/src/demo/load-demo-data.ts';
import { axe, expectNoSidewaysScrolling, THEMES, useBrowser, VIEWPORT_NAMES } from './support/index.ts';
import { openShop, type Shop } from './support/open-shop.ts';

const QUOTE_SECONDS = 20;
const opened = useBrowser({ demoData: loadDemoData, env: { QUOTE_SECONDS: String(QUOTE_SECONDS) } });
let shop: Shop;
beforeAll(async () => {
  shop = await openShop(opened().stack);
});

/** What the page asks to be sent, as it stands there. */
async function asked(page: Page): Promise<{ address: string; amountSats: bigint }> {
  const href = await page.getByRole('link', { name: 'Open in a wallet' }).getAttribute('href');
  const [, address = '', amount = ''] = /^bitcoin:([^?]+)\?amount=([0-9.]+)/.exec(href ?? '') ?? [];
  const [whole = '0', fraction = ''] = amount.split('.');
  return { address, amountSats: BigInt(whole + fraction.padEnd(8, '0')) };
}

const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

/** Takes the last block away, as the development wallet does; the status of the answer. */
function reorganise(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/dev-wallet/reorg', { method: 'POST', headers, body: '{"blocks":1}' });
    return answer.status;
  });
}

async function inspect(page: Page): Promise<void> {
  await expectNoSidewaysScrolling(page);
  await axe(page);
}

/** Signs in where the page asks for it, with the wallet of the demo's subscriber. */
async function signInHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^subscriber/ }).click();
  await said(page, 'Signed in as');
}

test.each(THEMES)('a plan and an invoice are for everybody to read: %s', async (theme) => {
  const invoiceId = await shop.writeInvoice('BTC', '50000');
  for (const viewport of VIEWPORT_NAMES) {
    const page = await opened().newPage({ theme, viewport });
    await page.goto(`/subscribe/${shop.tokenPlanId}`);
    await page.getByRole('button', { name: 'Subscribe' }).waitFor();
    await said(page, 'support@coffee.example');
    await inspect(page);
    if (viewport !== 'narrow') await opened().screenshot(page, 'checkout-subscribe');
    await page.goto(`/pay/${invoiceId}`);
    await page.getByRole('img', { name: /^QR code: pay 0\.0005 BTC/ }).waitFor();
    await said(page, 'support@coffee.example');
    await inspect(page);
    if (viewport !== 'narrow') await opened().screenshot(page, 'checkout-pay');
  }
});

test('how to pay with bitcoin is on the page as it comes, before any script', async () => {
  const invoiceId = await shop.writeInvoice('BTC', '40000');
  const { stack } = opened();
  const html = await (await fetch(`${stack.frontendUrl}/pay/${invoiceId}`)).text();
  const address = /QR code: pay 0\.0004 BTC to (\w+)"/.exec(html)?.[1];
  expect(html).toContain(`href="bitcoin:${address}?amount=0.0004&amp;`);
  const byBalance = await (await fetch(`${stack.frontendUrl}/pay/${invoiceId}?rail=BALANCE`)).text();
  expect(byBalance).not.toContain('href="bitcoin:');
});

test('links that lead nowhere say so kindly', async () => {
  const page = await opened().newPage();
  await page.goto('/pay/inv_01m7yphncrfvmv9etj6egm64w9');
  await page.getByRole('heading', { name: 'There is no such invoice' }).waitFor();
  await page.goto('/subscribe/nothing');
  await page.getByRole('heading', { name: 'This plan is not on sale' }).waitFor();
  await axe(page);
});

test('somebody new buys a plan with one transaction, checked in the browser, and renews it so', async () => {
  const { stack } = opened();
  const page = await opened().newPage({ tolerate: [/404 \(Not Found\) .*_rsc=/] });
  await page.goto(`/subscribe/${shop.tokenPlanId}`);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByLabel('Name of the wallet').fill('buyer');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await said(page, 'Signed in as');
  const stored = await page.evaluate(() => localStorage.getItem('charmbills.session'));
  const { address } = JSON.parse(stored ?? '{}') as { address: string };
  for (const _ of [1, 2, 3]) await stack.fundAddress(address, 200_000n);
  await page.getByRole('button', { name: 'Prepare the transaction' }).click();
  await page.getByRole('button', { name: 'Sign with your wallet' }).waitFor();
  await said(page, /Checked in this browser/);
  await inspect(page);
  await opened().screenshot(page, 'checkout-sign');

  await page.reload();
  await page.getByRole('button', { name: 'Sign with your wallet' }).click();
  await said(page, 'Your payment is on its way');
  await stack.mine(1);
  await said(page, 'You are subscribed');
  await axe(page);
  await page.goto(`/subscribe/${shop.tokenPlanId}?begun=1`);
  await said(page, 'You have this plan already');

  await page.goto('/subscriptions');
  const renewal = page.getByText(/^You renew it yourself, by /).first();
  const until = await renewal.textContent();
  await page.getByRole('button', { name: 'Renew' }).click();
  await page.getByLabel('Periods').selectOption({ label: '2 periods' });
  await axe(page);
  await page.getByRole('button', { name: /^Prepare / }).click();
  const underWay = page.getByRole('region', { name: 'Payment under way' });
  await underWay.getByText('Checked in this browser').first().waitFor();
  await axe(page);
  await underWay.getByRole('button', { name: 'Sign with your wallet' }).click();
  await underWay.getByText(/of 1 confirmation/).waitFor();
  await stack.mine(1);
  await expect.poll(() => renewal.textContent(), { timeout: 60_000 }).not.toBe(until);
  await underWay.waitFor({ state: 'detached' });
});

test('the same plan is bought in another way: by an invoice and plain bitcoin', async () => {
  const page = await opened().newPage({ viewport: 'phone', theme: 'dark' });
  await page.goto(`/subscribe/${shop.tokenPlanId}`);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByLabel('Name of the wallet').fill('payer');
  await inspect(page);
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.getByRole('button', { name: 'Pay in another way' }).click();
  await page.waitForURL(/\/pay\/inv_/);
  await page.getByRole('radio', { name: /^Bitcoin From any wallet/ }).check();
  await page.getByRole('button', { name: 'Pay with the development wallet' }).click();
  await said(page, 'Your payment is on its way');
  await page.getByRole('button', { name: 'Mine a block' }).click();
  await said(page, 'Thank you. Everything has arrived and is settled.');
});

test('plain bitcoin: seen, confirmed, settled, gone again with its block, and back', async () => {
  const { stack } = opened();
  const page = await opened().newPage();
  const invoiceId = await shop.writeInvoice('BTC', '50000');
  await page.goto(`/pay/${invoiceId}`);
  await page.getByRole('button', { name: 'Pay with the development wallet' }).click();
  await said(page, 'Your payment is on its way');
  await said(page, 'Seen in the network. Waits for its first block.');
  expect(await page.getByRole('link', { name: 'Open in a wallet' }).count()).toBe(0);
  await page.reload();
  await said(page, 'Your payment is on its way');
  await page.getByRole('button', { name: 'Mine a block' }).click();
  await said(page, 'Thank you. Everything has arrived and is settled.');
  await page.getByRole('link', { name: 'Receipt as PDF' }).waitFor();
  for (const theme of THEMES) {
    for (const viewport of ['desktop', 'phone'] as const) {
      const other = await opened().newPage({ theme, viewport });
      await other.goto(`/pay/${invoiceId}`);
      await said(other, 'Thank you. Everything has arrived and is settled.');
      await other.getByRole('button', { name: 'Mine a block' }).waitFor();
      await inspect(other);
      await opened().screenshot(other, 'checkout-paid');
    }
  }

  expect(await reorganise(page)).toBe(200);
  await said(page, 'The payment left the chain');
  await axe(page);
  await stack.mine(1);
  await said(page, 'Thank you. Everything has arrived and is settled.');
});

test('a part is topped up, also while it is on its way', async () => {
  const { stack } = opened();
  const page = await opened().newPage({ viewport: 'phone' });
  const invoiceId = await shop.writeInvoice('BTC', '50000');
  await page.goto(`/pay/${invoiceId}`);
  await page.getByRole('link', { name: 'Open in a wallet' }).waitFor();
  const { address } = await asked(page);
  await stack.fundAddress(address, 20_000n, { confirm: false });
  await said(page, 'A part is on its way');
  expect(await asked(page)).toEqual({ address, amountSats: 30_000n });
  await stack.mine(1);
  await said(page, 'A part is paid');
  await expect.poll(async () => (await asked(page)).amountSats, { timeout: 30_000 }).toBe(30_000n);
  await axe(page);
  const rest = await asked(page);
  await stack.fundAddress(rest.address, 35_000n);
  await said(page, 'More arrived than was asked for.');
});

test('what comes after its price has run out counts, and is explained', async () => {
  const { stack } = opened();
  const invoiceId = await shop.writeInvoice('USD', '4900');
  const page = await opened().newPage();
  await page.goto(`/pay/${invoiceId}`);
  await said(page, /The price holds for 0:\d\d/);
  const first = await asked(page);
  const quotedAt = Date.now();
  await page.goto('about:blank');
  // Nobody looks at the page, so that nothing renews the price.
  await expect
    .poll(() => Date.now() > quotedAt + (QUOTE_SECONDS + 2) * 1_000, { timeout: 60_000 })
    .toBe(true);
  await stack.fundAddress(first.address, first.amountSats + 5_000n);
  await page.goto(`/pay/${invoiceId}`);
  await said(page, /It came after the rate had expired/);
});
test('a price that runs out is renewed while somebody looks', async () => {
  const invoiceId = await shop.writeInvoice('USD', '4900');
  const page = await opened().newPage();
  await page.goto(`/pay/${invoiceId}`);
  await said(page, /The price holds for 0:0\d/);
  await said(page, /The price holds for 0:1\d/);
});

test('a balance pays at once, after one more question', async () => {
  await shop.fundBalance('USD', 10_000n);
  const invoiceId = await shop.writeInvoice('USD', '4900');
  const page = await opened().newPage({ tolerate: [/404 \(Not Found\) .*_rsc=/] });
  await page.goto(`/pay/${invoiceId}`);
  await page.getByRole('radio', { name: /Wallet balance/ }).check();
  await signInHere(page);
  // Less than 49 where an earlier payment that came late has left credit.
  const pay = { name: /^Pay \$4\d\.00$/ };
  await page.getByRole('button', pay).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', pay).waitFor();
  await axe(page);
  await dialog.getByRole('button', pay).click();
  await said(page, 'Thank you. Everything has arrived and is settled.');
});
