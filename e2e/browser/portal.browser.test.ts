import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { signIn } from '../support/sign-in.ts';
import { ask } from './support/ask.ts';
import { axe, expectNoSidewaysScrolling, THEMES, teaLogo, useBrowser } from './support/index.ts';

const opened = useBrowser();
const subscriberWallet = createDevWallet();
const ownerWallet = createDevWallet();

interface Shop {
  readonly owner: string;
  readonly subscriber: string;
  readonly merchantId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly trialPlanId: string;
}
let shop: Shop;

const api = <Data>(query: string, variables: Record<string, unknown>, token?: string) =>
  ask<Data>(opened().stack.graphqlUrl, query, variables, token);

/** A merchant with two plans in dollars, and a subscriber who has paid a month of the smaller one from credit. */
beforeAll(async () => {
  const { graphqlUrl } = opened().stack;
  const { token: owner } = await signIn(graphqlUrl, ownerWallet);
  const { token: subscriber } = await signIn(graphqlUrl, subscriberWallet);
  const { createMerchant } = await api<{ createMerchant: { id: string } }>(
    'mutation { createMerchant(name: "Tea House", supportContact: "help@tea.example") { id } }',
    {},
    owner,
  );
  const merchantId = createMerchant.id;
  await api(
    `mutation ($id: ID!, $png: String!) {
      updateMerchant(merchantId: $id, brandColor: "#d97706") { id } setMerchantLogo(merchantId: $id, png: $png) { id } }`,
    { id: merchantId, png: (await teaLogo()).toString('base64') },
    owner,
  );
  const plan = async (name: string, amount: string, seats: number, trialDays?: number) => {
    const { createPlan } = await api<{ createPlan: { id: string; prices: { id: string }[] } }>(
      'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id prices { id } } }',
      {
        input: {
          merchantId,
          name,
          description: `Tea for ${seats}`,
          features: { seats, support: true },
          prices: [{ amount, currency: 'USD', interval: { unit: 'MONTH', count: 1 }, trialDays }],
        },
      },
      owner,
    );
    await api('mutation ($id: ID!) { activatePlan(planId: $id) { id } }', { id: createPlan.id }, owner);
    return { planId: createPlan.id, priceId: createPlan.prices[0]?.id ?? '' };
  };
  const { priceId: small } = await plan('Small pot', '1000', 2);
  await plan('Large pot', '3000', 8);
  const { planId: trialPlanId } = await plan('Tasting', '4000', 1, 14);
  const { startSubscription } = await api<{
    startSubscription: { invoiceId: string; subscription: { id: string; customer: { id: string } } };
  }>(
    'mutation ($p: ID!) { startSubscription(priceId: $p) { invoiceId subscription { id customer { id } } } }',
    { p: small },
    subscriber,
  );
  const { invoiceId, subscription } = startSubscription;
  const customerId = subscription.customer.id;
  await api(
    ADJUST,
    { input: { merchantId, customerId, amount: '1000', currency: 'USD', reason: 'welcome' } },
    owner,
  );
  await api('mutation ($i: ID!) { applyCredit(invoiceId: $i) { status } }', { i: invoiceId }, owner);
  shop = { owner, subscriber, merchantId, customerId, subscriptionId: subscription.id, trialPlanId };
}, 120_000);

const ADJUST = 'mutation ($input: AdjustCreditInput!) { adjustCredit(input: $input) { id } }';
const INVOICES = '{ myInvoices { nodes { kind status total amountDue } } }';

/** Comes to the portal as a customer does: by a new link of the merchant's. */
async function visit(page: Page): Promise<void> {
  const { merchantId, customerId } = shop;
  const { createPortalSession } = await api<{ createPortalSession: { url: string } }>(
    `mutation ($m: ID!, $c: ID!) {
      createPortalSession(merchantId: $m, customerId: $c, returnUrl: "https://tea.example/account") { url } }`,
    { m: merchantId, c: customerId },
    shop.owner,
  );
  await page.goto(createPortalSession.url);
  await page.getByRole('heading', { name: 'Your account at Tea House' }).waitFor();
}

test.each(THEMES)('a customer sees what they have, what comes next and whom to ask: %s', async (theme) => {
  for (const viewport of ['desktop', 'phone', 'narrow'] as const) {
    const page = await opened().newPage({ theme, viewport });
    await visit(page);
    expect(new URL(page.url()).hash).toBe('');
    await page.getByText(/^\$10\.00 on /).waitFor();
    await page.getByRole('link', { name: 'help@tea.example' }).first().waitFor();
    expect(await page.getByRole('link', { name: 'Back to Tea House' }).getAttribute('href')).toBe(
      'https://tea.example/account',
    );
    await page.getByRole('link', { name: 'Receipt of INV-1' }).waitFor();
    await expectNoSidewaysScrolling(page);
    await axe(page);
    if (viewport !== 'narrow') await opened().screenshot(page, 'portal');
    await page.getByRole('button', { name: 'Change plan' }).click();
    await page.getByRole('radio', { name: /^Large pot/ }).click();
    await page.getByText('To pay now').waitFor();
    await expectNoSidewaysScrolling(page);
    await axe(page);
    if (viewport !== 'narrow') await opened().screenshot(page, 'portal-change');
  }
});

test('the papers open, the contact is written, and the visit ends for good', async () => {
  const page = await opened().newPage();
  await visit(page);
  const pdf = await page.getByRole('link', { name: 'PDF of INV-1' }).getAttribute('href');
  const answer = await fetch(pdf ?? '');
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await page.getByLabel('E-mail').fill('sana@mail.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Your account at Tea House' }).waitFor();
  expect(await page.getByLabel('E-mail').inputValue()).toBe('sana@mail.example');
  await page.getByRole('button', { name: 'End this visit' }).click();
  await page.getByRole('heading', { name: 'Your visit has ended' }).waitFor();
  await axe(page);
});

test('a link that was used says so', async () => {
  const page = await opened().newPage({ tolerate: [/401 \(Unauthorized\)/] });
  await page.goto('/portal#cb_link_unknown');
  await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor();
  await axe(page);
});

test('it is paused and taken up again, canceled with its period and kept, live', async () => {
  const page = await opened().newPage();
  await visit(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await page.getByText('None while it is paused').waitFor();
  // Somebody else's doing is seen without asking.
  await api(
    'mutation ($id: ID!) { resumeSubscription(subscriptionId: $id) { status } }',
    { id: shop.subscriptionId },
    shop.subscriber,
  );
  await page.getByText(/^\$10\.00 on /).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText(/^\$10\.00 on /).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await page.getByText(/^None\. It ends on /).waitFor();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByText(/^\$10\.00 on /).waitFor();
});

test('a change costs what the preview said, and takes effect with its payment', async () => {
  const page = await opened().newPage();
  await visit(page);
  await page.getByRole('button', { name: 'Change plan' }).click();
  await page.getByRole('radio', { name: /^Large pot/ }).click();
  await page.getByLabel('Quantity').fill('2');
  const confirm = page.getByRole('button', { name: /^Change and pay/ });
  await confirm.waitFor();
  await expect.poll(() => confirm.isEnabled(), { timeout: 30_000 }).toBe(true);
  const shown = (await confirm.textContent())?.replace('Change and pay ', '') ?? '';
  await confirm.click();
  await page.getByText('One step is left').waitFor();
  const { myInvoices } = await api<{
    myInvoices: { nodes: { kind: string; status: string; total: string; amountDue: string }[] };
  }>(INVOICES, {}, shop.subscriber);
  const [owed] = myInvoices.nodes;
  expect(owed).toMatchObject({ kind: 'CHANGE', status: 'OPEN' });
  const cents = (owed?.amountDue ?? '').padStart(3, '0');
  expect(shown).toBe(`$${cents.slice(0, -2)}.${cents.slice(-2)}`);
  await page.getByRole('button', { name: 'Close' }).click();

  const { merchantId, customerId } = shop;
  const credit = { merchantId, customerId, amount: owed?.amountDue, currency: 'USD', reason: 'from us' };
  await api(ADJUST, { input: credit }, shop.owner);
  await page.reload();
  await page.getByRole('button', { name: 'Use credit' }).click();
  await page.getByText(/^\$60\.00 on /).waitFor();
  await page.getByRole('heading', { name: 'Large pot' }).waitFor();
});

test('whoever signs in with the wallet finds the same, and may allow payments without asking', async () => {
  for (const theme of THEMES) {
    const page = await opened().newPage({ theme });
    await opened().signIn(page, subscriberWallet);
    await page.goto('/subscriptions');
    await page.getByRole('heading', { name: 'Large pot' }).waitFor();
    await page.getByText('Tea House', { exact: true }).first().waitFor();
    await axe(page);
    if (theme === 'dark') continue;
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Renewals are paid by wallet balance without asking').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('You pay each renewal yourself', { exact: true }).waitFor();
  }
});

/** How far what is on a page has moved since it came: https://web.dev/articles/cls */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}

test.each(THEMES)(
  'a checkout bears the logo and the colour of its merchant, and nothing moves: %s',
  async (theme) => {
    for (const viewport of ['desktop', 'phone', 'narrow'] as const) {
      const page = await opened().newPage({ theme, viewport });
      await page.goto(`/subscribe/${shop.trialPlanId}`);
      const logo = page.locator('header img');
      await expect
        .poll(() => logo.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
        .toBe(360);
      const button = page.getByRole('button', { name: 'Start free' });
      const fill = await button.evaluate((element) => getComputedStyle(element).backgroundColor);
      expect(fill).toBe('rgb(217, 119, 6)');
      expect(await layoutShift(page)).toBe(0);
      await expectNoSidewaysScrolling(page);
      await axe(page);
      if (viewport !== 'narrow') await opened().screenshot(page, 'checkout-brand');
    }
  },
);

test('somebody new starts with the free days, which are theirs once', async () => {
  const page = await opened().newPage();
  await page.goto(`/subscribe/${shop.trialPlanId}`);
  await page.getByText('14 days free first').first().waitFor();
  await page.getByRole('button', { name: 'Start free' }).click();
  await page.getByLabel('Name of the wallet').fill('taster');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.getByRole('button', { name: 'Start the free days' }).click();
  await page.getByText('Your free days have begun').waitFor();
  await axe(page);
  await page.goto('/subscriptions');
  await page.getByText(/^Free until .*, then \$40\.00$/).waitFor();
  await page.goto(`/subscribe/${shop.trialPlanId}?begun=1`);
  await page.getByText('You have this plan already').waitFor();
});

test('the merchant changes it on the subscriber’s behalf: credited at once, or asked for', async () => {
  const page = await opened().newPage();
  await opened().signIn(page, ownerWallet);
  await page.goto(`/m/${shop.merchantId}/subscriptions/${shop.subscriptionId}`);
  await page.getByRole('heading', { level: 1, name: 'Large pot' }).waitFor();
  const open = () => page.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await open();
  await dialog.getByLabel('Quantity').fill('1');
  await dialog.getByText('Credited').waitFor();
  await axe(page);
  await dialog.getByRole('button', { name: 'Change now' }).click();
  await page.getByText('It is changed.').waitFor();
  await open();
  await dialog.getByLabel('Quantity').fill('4');
  await dialog.getByText('To pay now').waitFor();
  const ask = dialog.getByRole('button', { name: /^Ask for \$/ });
  await expect.poll(() => ask.isEnabled(), { timeout: 30_000 }).toBe(true);
  await ask.click();
  await page.getByText('The subscriber is asked to pay').waitFor();
  await page.getByRole('link', { name: 'See the invoice' }).click();
  await page.getByRole('heading', { level: 1, name: /^Invoice \d/ }).waitFor();
});
