import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type Actor, introduce, waitForStep } from '../../ops/src/demo/actor.ts';
import { pay, subscribe, waitForPeriods } from '../../ops/src/demo/subscriber.ts';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { reorganise } from '../../ops/src/dev-wallet/reorganise.ts';
import { rpcCaller } from '../../ops/src/stack/rpc.ts';
import {
  axe,
  expectNoSidewaysScrolling,
  signInWithDevelopmentWallet,
  THEMES,
  type Theme,
  useBrowser,
  type Viewport,
} from './support/index.ts';

// Two confirmations, so that a payment is seen to confirm before it settles.
const opened = useBrowser({ env: { CONFIRMATIONS: '2', BITCOIN_CONFIRMATIONS: '0:2' } });
/** Pages that links lead to before they are there. */
const UNWRITTEN = [/404 \(Not Found\) .*_rsc=/];
const COIN_SATS = 1_000_000n;
/** Proofs are made and blocks are read on a machine that does much else. */
const WORK_MS = 90_000;
const quietly = () => undefined;

/** What one test leaves to those behind it: they tell one story. */
const story = { merchant: '', session: '', plan: '', limited: '', payment: '', invoice: '' };
let subscriber: Actor;
beforeAll(async () => {
  const coins = Array.from({ length: 4 }, () => COIN_SATS);
  subscriber = await introduce(opened().stack, 'Sol', createDevWallet(), coins);
});

/** A page of the merchant, who stays signed in from the first test on. */
async function merchantPage(path: string, look: { viewport?: Viewport; theme?: Theme } = {}): Promise<Page> {
  const page = await opened().newPage({ ...look, tolerate: UNWRITTEN });
  await page.addInitScript((stored) => {
    for (const [key, value] of Object.entries(JSON.parse(stored))) localStorage.setItem(key, String(value));
  }, story.session);
  await page.goto(`${story.merchant}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Writes a plan and mints it as its merchant does: proved, checked and signed in the browser, and in a block. */
async function sellPlan(page: Page, name: string, limit?: string): Promise<string> {
  await page.goto(`${story.merchant}/plans/new`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel('Price of a period').fill('25000');
  if (limit !== undefined) await page.getByLabel('Supply limit').fill(limit);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await page.getByRole('button', { name: 'Mint on Bitcoin' }).click();
  await page
    .getByText('Checked in this browser: it does this and nothing else.')
    .waitFor({ timeout: WORK_MS });
  await page.getByRole('button', { name: 'Sign with your wallet' }).click();
  await page.getByText('0 of 2 confirmations').waitFor({ timeout: WORK_MS });
  await opened().stack.mine(1);
  await page.getByText('1 of 2 confirmations').waitFor({ timeout: WORK_MS });
  await opened().stack.mine(1);
  // The link to subscribe is there once the plan is on sale.
  await page.getByRole('img', { name: 'Code of the link to subscribe' }).waitFor({ timeout: WORK_MS });
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

test('a merchant begins: signs in, founds a merchant, and mints a plan', async () => {
  const page = await opened().newPage({ tolerate: UNWRITTEN });
  await signInWithDevelopmentWallet(page, 'mara');
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  const { address } = JSON.parse(JSON.parse(stored)['charmbills.session']);
  for (let coin = 0; coin < 4; coin++) await opened().stack.fundAddress(address, COIN_SATS);
  await page.getByRole('button', { name: 'New merchant' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Mara’s Coffee');
  await page.getByRole('button', { name: 'Create merchant' }).click();
  await page.waitForURL(/\/m\/[^/]+$/);
  story.merchant = new URL(page.url()).pathname;
  story.session = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  story.plan = await sellPlan(page, 'A bag of beans');
  await page.reload();
  await page.getByRole('img', { name: 'Code of the link to subscribe' }).waitFor();
});

test('a payment comes in with its confirmations, leaves the chain with its block, and settles after all', async () => {
  const { stack } = opened();
  const page = await merchantPage('/payments');
  await page.getByText('No payment', { exact: true }).waitFor();
  const purchase = await subscribe(subscriber, story.plan);
  await pay(subscriber, purchase, quietly);
  const seen = page.getByRole('row').filter({ hasText: '25,000 sat' });
  await seen.getByText('0 of 2').waitFor({ timeout: WORK_MS });
  await stack.mine(1);
  await seen.getByText('1 of 2').waitFor({ timeout: WORK_MS });
  await seen.getByRole('link').click();
  const status = page.getByRole('table', { name: 'Payments' });
  await status.getByText('1 of 2').waitFor();
  await reorganise(rpcCaller(stack.node), 1);
  await status.getByText('0 of 2').waitFor({ timeout: WORK_MS });
  expect(await status.getByText('Settled').count()).toBe(0);
  await stack.mine(2);
  await status.getByText('Settled').waitFor({ timeout: WORK_MS });
  await page.getByText('Paid', { exact: true }).first().waitFor({ timeout: WORK_MS });
  await waitForPeriods(subscriber, purchase.subscription.id, 1);
});

test('what was paid is taken back in part as credit, and refunded', async () => {
  const page = await merchantPage('/payments');
  await page.getByRole('row').filter({ hasText: '25,000 sat' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Credit note' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('0.0001');
  await dialog.getByLabel('Reason').fill('One bag was torn');
  await axe(page);
  await dialog.getByRole('button', { name: 'Credit note' }).click();
  const notes = page.getByRole('table', { name: 'Credit notes' });
  await notes.getByRole('row', { name: 'One bag was torn (as credit)' }).getByText('10,000 sat').waitFor();

  await page.getByRole('table', { name: 'Payments' }).getByRole('button', { name: 'Refund' }).click();
  await dialog.getByLabel('Reason').fill('Sent to the customer after all');
  await axe(page);
  await dialog.getByRole('button', { name: 'Refund' }).click();
  const refund = page.getByRole('table', { name: 'Refunds' }).getByRole('row', { name: '10,000 sat' });
  await refund.getByRole('button', { name: 'Mark as sent' }).click();
  await dialog.getByLabel('Transaction it went by').fill('ab'.repeat(32));
  await axe(page);
  await dialog.getByRole('button', { name: 'Mark as sent' }).click();
  await refund.getByText('Sent', { exact: true }).waitFor();
  await page.goto(`${story.merchant}/refunds`);
  await page
    .getByRole('row', { name: 'Sent to the customer after all' })
    .getByText('Sent', { exact: true })
    .waitFor();
});

test('a sale of a limited plan waits for the merchant, who checks and signs it', async () => {
  const page = await merchantPage('/plans');
  story.limited = await sellPlan(page, 'Ten tastings', '10');
  const purchase = await subscribe(subscriber, story.limited);
  await pay(subscriber, purchase, quietly);
  await waitForStep(subscriber, purchase.transaction.id, 'AWAITING_COSIGNATURE', quietly);
  await page.goto(`${story.merchant}/cosign`);
  await page.getByText('1 period of Ten tastings').waitFor();
  await page.getByText('Checked in this browser: the plan comes back').waitFor({ timeout: WORK_MS });
  await page.getByText('9 periods').waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'Sign with your wallet' }).click();
  await page.getByText('Nothing to sign').waitFor({ timeout: WORK_MS });
  await opened().stack.mine(2);
  await waitForPeriods(subscriber, purchase.subscription.id, 1);
});

test('an invoice is written by hand, opened, saved as PDF and in a list, and voided', async () => {
  const page = await merchantPage('/invoices/new');
  await page.getByRole('listitem').filter({ hasText: 'bcrt1' }).getByRole('button').click();
  await page.getByLabel('Currency').selectOption('BTC');
  await page.getByLabel('Description').fill('A day of advice');
  await page.getByLabel('Quantity').fill('2');
  await page.getByLabel('Price of one').fill('0.0005');
  await page.getByRole('button', { name: 'Add a line' }).click();
  const second = page.getByRole('group', { name: 'Line 2' });
  await second.getByLabel('Description').fill('Friends');
  await second.getByLabel('Price of one').fill('-0.0001');
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await page.waitForURL(/\/invoices\/inv/);
  story.invoice = new URL(page.url()).pathname.slice(story.merchant.length);
  await page.getByRole('heading', { name: 'Draft', level: 1 }).waitFor();
  await page.getByText('90,000 sat').first().waitFor();
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('img', { name: 'Code of the link to pay' }).waitFor();
  await shoot('dashboard-invoice', story.invoice, (shown) =>
    shown.getByRole('img', { name: 'Code of the link to pay' }).waitFor(),
  );

  await page.goto(`${story.merchant}/invoices`);
  await page.getByRole('table').waitFor();
  const csv = await saved(page, 'Export CSV');
  expect(csv.trim().split('\n').length).toBe(await page.getByRole('table').getByRole('row').count());
  expect(csv).toContain('90000');

  await page.goto(`${story.merchant}${story.invoice}`);
  expect(await saved(page, 'PDF')).toMatch(/^%PDF-/);
  await page.getByRole('button', { name: 'Void' }).click();
  await page.getByLabel('Reason').fill('Written by mistake');
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await page.getByText('The invoice is void').waitFor();
  await page.getByText('Void', { exact: true }).first().waitFor();
});

/** What a button saves, as text. */
async function saved(page: Page, button: string): Promise<string> {
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await arrives).path(), 'latin1');
}

/** The same page in every look that is kept as a picture. */
async function shoot(name: string, path: string, ready: (page: Page) => Promise<unknown>) {
  for (const theme of THEMES) {
    for (const viewport of ['desktop', 'phone'] as const) {
      const page = await merchantPage(path, { theme, viewport });
      await ready(page);
      await axe(page);
      await opened().screenshot(page, name);
      await page.close();
    }
  }
}

const anything = (page: Page) => page.getByRole('main').waitFor();

test('the pages that are kept as pictures can be read by everybody', async () => {
  const figures = (page: Page) => page.getByText('Monthly recurring revenue').first().waitFor();
  await shoot('dashboard-overview', '', figures);
  await shoot('dashboard-plan', `/plans/${story.plan}`, (page) =>
    page.getByRole('img', { name: 'Code of the link to subscribe' }).waitFor(),
  );
  await shoot('dashboard-subscriptions', '/subscriptions', (page) => page.getByRole('table').waitFor());
  await shoot('dashboard-reports', '/reports?period=year', figures);
});

test.each(THEMES)('every page can be read by everybody, on a narrow phone too: %s', async (theme) => {
  const page = await merchantPage('/customers', { theme, viewport: 'narrow' });
  await page.getByRole('table').waitFor();
  const customer = await page.getByRole('table').getByRole('link').first().getAttribute('href');
  const subscriptions = `${story.merchant}/subscriptions`;
  await page.goto(subscriptions);
  const subscription = await page.getByRole('table').getByRole('link').first().getAttribute('href');
  const paths = [
    '',
    '/plans',
    '/plans/new',
    `/plans/${story.plan}`,
    '/subscriptions?status=PAUSED',
    '/subscriptions',
    '/customers',
    '/cosign',
    '/invoices',
    '/invoices/new',
    story.invoice,
    '/payments',
    '/refunds',
    '/balances',
    '/reports',
    '/members',
    '/keys',
    '/audit',
  ].map((path) => story.merchant + path);
  for (const path of [...paths, customer ?? '', subscription ?? '']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await anything(page);
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
    await expectNoSidewaysScrolling(page);
    await axe(page);
  }
});

test('a member who may only look finds nothing to press', async () => {
  const viewer = createDevWallet();
  const owner = await merchantPage('/members');
  await owner.getByLabel('Their Bitcoin address').fill(viewer.address);
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await owner.getByText(viewer.address.slice(0, 8)).first().waitFor();
  const page = await opened().newPage({ tolerate: UNWRITTEN });
  await opened().signIn(page, viewer);
  await page.goto('/merchants');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('link', { name: /Mara’s Coffee/ }).waitFor();
  await page.goto(`${story.merchant}${story.invoice}`);
  await page.getByRole('button', { name: 'PDF' }).waitFor();
  expect(await page.getByRole('button', { name: 'Credit note' }).count()).toBe(0);
  await page.goto(`${story.merchant}/balances`);
  await page.getByText('Only owners take money out.').waitFor();
});
