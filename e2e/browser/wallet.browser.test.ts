import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { demoWallet } from '../../ops/src/demo/demo-wallet.ts';
import { introduceOperator, stockTreasury } from '../../ops/src/demo/operator.ts';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { signIn } from '../support/sign-in.ts';
import { ask } from './support/ask.ts';
import { axe, expectNoSidewaysScrolling, THEMES, useBrowser } from './support/index.ts';

const opened = useBrowser({
  demoData: async (stack) => {
    await stockTreasury(await introduceOperator(stack));
    return 'a stock to swap from';
  },
  // Long enough for a busy machine to look at an offer before it takes it.
  env: { WALLET_SWAP_QUOTE_SECONDS: '120' },
});

const DAY_MS = 86_400_000;
const holder = createDevWallet();
const buyer = createDevWallet();
const receiver = createDevWallet();

const api = <Data>(query: string, variables: Record<string, unknown>, token?: string) =>
  ask<Data>(opened().stack.graphqlUrl, query, variables, token);

/** What the simulator of the payment provider is told to do, or asked for. */
async function provider<Answer>(path: string, args?: readonly unknown[]): Promise<Answer> {
  const response = await fetch(`${opened().stack.simulatorControlUrl}/nowpayments/${path}`, {
    ...(args && { method: 'POST', body: JSON.stringify(args) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const lastPart = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

async function signedInPage(wallet = holder) {
  const page = await opened().newPage();
  const session = await opened().signIn(page, wallet);
  return { page, ...session };
}

/** Deposits through the pages, as the payer's simulator pays all of it. */
async function deposit(page: Page, amount: string): Promise<void> {
  await page.goto('/wallet/deposit');
  await page.getByLabel('What you send').selectOption('btc');
  await page.getByLabel('How much').fill(amount);
  await page.getByRole('button', { name: 'Get an address' }).click();
  await page.getByRole('img', { name: 'Address as a QR code' }).waitFor();
  await page.getByText('Waiting for money').waitFor();
  const id = lastPart(page);
  const payments = await provider<readonly { id: string; orderId: string }[]>('payments');
  const payment = payments.find(({ orderId }) => orderId === id);
  await provider('pay', [payment?.id, {}]);
  await page.locator('main').getByText('Credited', { exact: true }).waitFor();
}

test('money comes in, is exchanged, and leaves once an operator agrees', async () => {
  const { page, token } = await signedInPage();
  await deposit(page, '0.05');

  await page.goto('/wallet/swap');
  await page.getByLabel('From').selectOption('BTC');
  await page.getByLabel('To', { exact: true }).selectOption('USDC');
  await page.getByLabel('You pay').fill('0.02');
  await page.getByText('0.05 BTC available').waitFor();
  await page.getByRole('button', { name: 'Get a quote' }).click();
  const swap = page.getByRole('button', { name: 'Swap 0.02 BTC' });
  await swap.waitFor();
  await opened().screenshot(page, 'wallet-swap');
  await swap.click();
  await page.getByText('Swapped').waitFor();
  await page.getByText('0.03 BTC available').waitFor();
  await page.getByRole('table', { name: 'Your swaps' }).getByText('0.02 BTC').waitFor();

  await page.goto('/wallet/withdraw');
  await page.getByLabel('What to send').selectOption('btc');
  await page.getByLabel('How much arrives').fill('0.01');
  await page.getByLabel('To the address').fill(receiver.address);
  await page.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(receiver.address).waitFor();
  await axe(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Request withdrawal' }).click();
  await page.getByRole('heading', { name: '0.01 BTC' }).waitFor();
  await page.getByText('To be approved', { exact: true }).waitFor();
  const withdrawalId = lastPart(page);

  const desk = await opened().newPage();
  await opened().signIn(desk, demoWallet('operator'));
  await desk.goto('/operator/withdrawals');
  await desk.getByRole('button', { name: 'Approve' }).first().click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();

  await page.getByText('On its way').waitFor();
  const payouts = await provider<readonly { id: string; uniqueExternalId: string }[]>('payouts');
  const payout = payouts.find(({ uniqueExternalId }) => uniqueExternalId === withdrawalId);
  await provider('setPayoutStatus', [payout?.id, 'FINISHED']);
  await page.locator('main').getByText('Sent', { exact: true }).first().waitFor();

  await page.goto('/wallet/history');
  await page.getByRole('table', { name: 'History' }).getByText('Withdrawal').waitFor();
  await page.getByLabel('What', { exact: true }).selectOption('swap');
  await expect.poll(() => page.getByRole('row').filter({ hasText: 'Deposit' }).count()).toBe(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  expect((await download).suggestedFilename()).toBe('wallet-history.csv');
  const { wallet } = await api<{ wallet: { balances: { currency: string; available: string }[] } }>(
    '{ wallet { balances { currency available } } }',
    {},
    token,
  );
  expect(wallet.balances.find(({ currency }) => currency === 'BTC')?.available).toBe('2000000');
});

test('targets are saved once they are a whole', async () => {
  const { page } = await signedInPage();
  await page.goto('/wallet/allocations');
  await page.getByLabel('Target for BTC').fill('60');
  await page.getByLabel('Target for USDC').fill('30.5');
  await page.getByText('9.5% is missing to 100%.').waitFor();
  expect(await page.getByRole('button', { name: 'Save targets' }).isDisabled()).toBe(true);
  await page.getByLabel('Target for ETH').fill('9.5');
  await page.getByText('Exactly 100%.').waitFor();
  await page.getByRole('button', { name: 'Save targets' }).click();
  await page.getByText('Targets saved.').waitFor();
  await page.reload();
  await page.getByText('Exactly 100%.').waitFor();
});

test('savings come and go', async () => {
  const { graphqlUrl } = opened().stack;
  const operator = await signIn(graphqlUrl, demoWallet('operator'));
  const fromDay = new Date(Math.ceil(Date.now() / DAY_MS + 1) * DAY_MS).toISOString();
  await api(
    'mutation ($day: DateTime!) { setSavingsRate(currency: "BTC", fromDay: $day, ratePpm: 40000) { currency } }',
    { day: fromDay },
    operator.token,
  );
  const { page } = await signedInPage();
  await page.goto('/wallet/savings');
  await page.getByText(/^4% from /).waitFor();
  await page.getByRole('button', { name: 'Put in BTC' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('0.002');
  await axe(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Put in', exact: true }).click();
  await page.getByText('200,000 sat').waitFor();
  await page.getByRole('button', { name: 'Take out BTC' }).click();
  await dialog.getByRole('button', { name: 'All of it' }).click();
  await dialog.getByRole('button', { name: 'Take out', exact: true }).click();
  await page.getByRole('button', { name: 'Take out BTC', disabled: true }).waitFor();
});

test('two people trade: one sells, the other pays outside, and the money changes hands', async () => {
  const { page: seller } = await signedInPage();
  await seller.goto('/wallet/p2p/offers');
  await seller.getByRole('button', { name: 'New offer' }).first().click();
  const draft = seller.getByRole('dialog');
  await draft.getByLabel('How much altogether').fill('0.01');
  await draft.getByLabel('Least for one trade').fill('0.001');
  await draft.getByLabel('Most for one trade').fill('0.01');
  await draft.getByLabel('Price for 1 BTC').fill('58000');
  await axe(seller, '[role=dialog]');
  await draft.getByRole('button', { name: 'Put on the market' }).click();
  await seller.getByRole('table', { name: 'My offers' }).getByText('On the market').waitFor();
  await seller.getByRole('button', { name: 'Pause' }).click();
  await seller.getByRole('button', { name: 'Resume' }).click();
  await seller.getByRole('button', { name: 'Pause' }).waitFor();

  const { page: other, token } = await signedInPage(buyer);
  await other.goto('/wallet/p2p');
  const offer = other.getByRole('link', { name: '58,000 EUR for 1 BTC' });
  await offer.waitFor();
  await opened().screenshot(other, 'wallet-p2p');
  await offer.click();
  // The market has a field of the same name.
  await other.waitForURL((url) => url.pathname !== '/wallet/p2p');
  await other.getByRole('button', { name: 'Open trade' }).waitFor();
  await other.getByLabel('How much').fill('0.005');
  await other.getByText('€290.00').waitFor();
  await other.getByRole('button', { name: 'Open trade' }).click();
  await other.getByText('Waiting for payment').waitFor();
  const tradePath = new URL(other.url()).pathname;

  await seller.goto(tradePath);
  await seller.getByLabel('Message', { exact: true }).fill('Account DE00 1234');
  await seller.getByRole('button', { name: 'Send' }).click();
  await other.getByText('Account DE00 1234').waitFor();
  await other.getByRole('button', { name: 'I have paid' }).click();
  await other.getByRole('dialog').getByLabel('Reference of the payment').fill('ORDER 17');
  await other.getByRole('dialog').getByRole('button', { name: 'I have paid' }).click();

  await seller.getByText('Marked paid').waitFor();
  await seller.getByText('ORDER 17').waitFor();
  await axe(seller);
  await seller.getByRole('button', { name: 'Release the money' }).click();
  await seller.getByRole('dialog').getByRole('button', { name: 'Release the money' }).click();
  await other.getByText('The buyer has the money.').waitFor();
  const { wallet } = await api<{ wallet: { balances: { currency: string; available: string }[] } }>(
    '{ wallet { balances { currency available } } }',
    {},
    token,
  );
  expect(wallet.balances.find(({ currency }) => currency === 'BTC')?.available).toBe('500000');
});

test('a trader calls an operator, who decides; both read why', async () => {
  const { page: seller } = await signedInPage();
  await seller.goto('/wallet/p2p/offers');
  await seller.getByRole('button', { name: 'Pause' }).first().waitFor();
  const { page: other } = await signedInPage(buyer);
  await other.goto('/wallet/p2p');
  await other.getByRole('link', { name: '58,000 EUR for 1 BTC' }).click();
  await other.waitForURL((url) => url.pathname !== '/wallet/p2p');
  await other.getByRole('button', { name: 'Open trade' }).waitFor();
  await other.getByLabel('How much').fill('0.002');
  await other.getByRole('button', { name: 'Open trade' }).click();
  await other.getByRole('button', { name: 'I have paid' }).click();
  await other.getByRole('dialog').getByLabel('Reference of the payment').fill('ORDER 18');
  await other.getByRole('dialog').getByRole('button', { name: 'I have paid' }).click();
  await other.getByText('Marked paid').waitFor();

  await seller.goto(new URL(other.url()).pathname);
  await seller.getByRole('button', { name: 'Call an operator' }).click();
  const dialog = seller.getByRole('dialog');
  await dialog.getByLabel('What is wrong').fill('Nothing has arrived.');
  await dialog.getByLabel('What shows it').fill('My statement of today.');
  await axe(seller, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Call an operator' }).click();
  await other.getByText('An operator reads the messages and the reason, and decides.').waitFor();
  await axe(other);

  const desk = await opened().newPage();
  await opened().signIn(desk, demoWallet('operator'));
  await desk.goto('/operator/disputes');
  await desk.getByText('My statement of today.').waitFor();
  await desk.getByRole('button', { name: 'Give it to the buyer' }).click();
  await desk.getByRole('dialog').getByLabel('Reason').fill('The bank confirmed the transfer.');
  await desk.getByRole('dialog').getByRole('button', { name: 'Give it to the buyer' }).click();
  await desk.getByText('No dispute', { exact: true }).waitFor();
  for (const page of [seller, other]) {
    await page.getByText('The buyer has the money.').waitFor();
    await page.getByText('The bank confirmed the transfer.').waitFor();
  }
});

test('a purchase says how to pay it, and goes on after a reload', async () => {
  const { page } = await signedInPage();
  await page.goto('/wallet/express');
  await page.getByLabel('From').selectOption('EUR');
  await page.getByLabel('To', { exact: true }).selectOption('BTC');
  await page.getByLabel('You pay').fill('250');
  await page.getByRole('button', { name: 'Get a quote' }).click();
  await page.getByRole('button', { name: 'Order, and show how to pay' }).click();
  await page.getByRole('heading', { name: 'Transfer exactly €250.00' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Transfer exactly €250.00' }).waitFor();
  await axe(page);
});

const PAGES = [
  '',
  '/allocations',
  '/history',
  '/deposit',
  '/withdraw',
  '/swap',
  '/express',
  '/p2p',
  '/p2p/offers',
  '/p2p/trades',
  '/savings',
  '/referrals',
];

test.each(THEMES)('every page of the wallet is for everybody: %s', async (theme) => {
  for (const viewport of ['desktop', 'phone', 'narrow'] as const) {
    const page = await opened().newPage({ theme, viewport });
    await opened().signIn(page, holder);
    for (const path of PAGES) {
      await page.goto(`/wallet${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('main [role=status][aria-label=Loading]').count()).toBe(0);
      await expectNoSidewaysScrolling(page);
      if (viewport !== 'narrow') await axe(page);
      if (path === '' && viewport !== 'narrow') {
        await page.locator('.recharts-area-curve').waitFor();
        await opened().screenshot(page, 'wallet');
      }
    }
  }
});
