import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../ops/src/demo/actor.ts';
import { demoWallet } from '../../ops/src/demo/demo-wallet.ts';
import { loadDemoData } from '../../ops/src/demo/load-demo-data.ts';
import {
  axe,
  expectNoSidewaysScrolling,
  type PageOptions,
  signInWithDevelopmentWallet,
  THEMES,
  useBrowser,
} from './support/index.ts';
import {
  askForWithdrawal,
  deadJob,
  disputedTrade,
  losePayoutOrder,
  newOperator,
  paymentInAWrongAsset,
  personWithUsdc,
  strayBankEntry,
} from './support/operator-work.ts';
import { pausePart } from './support/pause-part.ts';

const PAGES = {
  '/operator': 'Health',
  '/operator/jobs': 'Jobs',
  '/operator/withdrawals': 'Withdrawals',
  '/operator/disputes': 'Disputes',
  '/operator/reviews': 'Deposit reviews',
  '/operator/fiat': 'Bank entries',
  '/operator/treasury': 'Treasury',
  '/operator/limits': 'Limits and rates',
  '/operator/legacy': 'Legacy wallets',
  '/operator/audit': 'Audit search',
  '/operator/emails': 'Failed e-mails',
} as const;

const SCREENSHOTS: Readonly<Record<string, string>> = {
  '/operator': 'operator-health',
  '/operator/jobs': 'operator-jobs',
  '/operator/withdrawals': 'operator-withdrawals',
};

const opened = useBrowser({ demoData: loadDemoData, env: { WALLET_FOUR_EYES: 'USDC:20000000' } });

let ada: Actor;
let bo: Actor;
beforeAll(async () => {
  const { stack } = opened();
  ada = await personWithUsdc(stack, 'Ada', 90_000_000n);
  bo = await personWithUsdc(stack, 'Bo', 50_000_000n);
  await askForWithdrawal(ada, 3_000_000n, 'small');
  await askForWithdrawal(ada, 25_000_000n, 'large');
  await disputedTrade(ada, bo);
  await paymentInAWrongAsset(stack, bo);
  await strayBankEntry(stack, 'RENT');
  await deadJob(stack, 'ledger.check', 'Connection terminated unexpectedly');
}, 300_000);

/** A page of the operator, signed in behind it. */
async function operatorPage(path: keyof typeof PAGES, options?: PageOptions): Promise<Page> {
  const page = await opened().newPage(options);
  await opened().signIn(page, demoWallet('operator'));
  await show(page, path);
  return page;
}

async function show(page: Page, path: keyof typeof PAGES): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1, name: PAGES[path] }).waitFor();
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
}

test.each(THEMES)(
  'everybody can read and use every page: %s',
  async (theme) => {
    for (const viewport of ['desktop', 'phone'] as const) {
      const page = await operatorPage('/operator', { theme, viewport });
      for (const path of Object.keys(PAGES) as (keyof typeof PAGES)[]) {
        await show(page, path);
        await expectNoSidewaysScrolling(page);
        await axe(page);
        const name = SCREENSHOTS[path];
        if (name !== undefined) await opened().screenshot(page, name);
      }
      await page.context().close();
    }
  },
  600_000,
);

test('who is no operator is told so, and sees nothing else', async () => {
  const page = await opened().newPage({ tolerate: [/status of 403/] });
  await signInWithDevelopmentWallet(page, 'passer-by', '/operator');
  await page.getByText('This is for operators').waitFor();
  expect(await page.getByRole('link', { name: 'Withdrawals' }).count()).toBe(0);
  await axe(page);
});

test('health names what was given up; the operator replays it, and it is done', async () => {
  const page = await opened().newPage();
  await signInWithDevelopmentWallet(page, 'operator', '/operator');
  await page.getByText('jobs.dead: One job was given up: ledger.check.').waitFor();
  await page.getByRole('link', { name: 'Open the jobs' }).click();
  const letter = page.getByRole('row', { name: 'Connection terminated unexpectedly' });
  await letter.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('Nothing was given up').waitFor();
  await page.getByRole('link', { name: 'Health' }).click();
  await page.getByText(/^All [\d,]+ postings added up/).waitFor();
  await page.getByText('jobs.dead:').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Audit search' }).click();
  await page.getByLabel('What was done').fill('dead_job.replayed');
  await page.getByRole('cell', { name: 'queue: ledger.check' }).first().waitFor();
});

test('a part that hangs is failing with what to do about it, and well again', async () => {
  const page = await operatorPage('/operator');
  const prover = page.getByRole('alert').filter({ hasText: 'prover.ready' });
  const { resume } = pausePart(opened().stack.dataDir, 'Prover');
  await prover.getByText('See that it runs and that PROVER_API_URL is right.').waitFor();
  await axe(page);
  resume();
  await prover.waitFor({ state: 'detached' });
});

test('a withdrawal goes out with one approval, a large one with those of two operators', async () => {
  const page = await operatorPage('/operator/withdrawals');
  const approve = async (shown: Page, amount: string, rule: string) => {
    await shown.getByRole('row', { name: amount }).getByRole('button', { name: 'Approve' }).click();
    const dialog = shown.getByRole('dialog');
    await dialog.getByText(rule).waitFor();
    await axe(shown);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  await approve(page, '3.00 USDC', 'It needs 1 approval. Yours sends it');
  await page.getByRole('row', { name: '3.00 USDC' }).waitFor({ state: 'detached' });

  await approve(page, '25.00 USDC', 'It needs 2 approvals, of different operators. After yours');
  await page.getByRole('row', { name: '25.00 USDC' }).getByText('1 of 2').waitFor();
  const second = await opened().newPage();
  const { wallet } = await newOperator(opened().stack);
  await opened().signIn(second, wallet);
  await show(second, '/operator/withdrawals');
  await approve(second, '25.00 USDC', 'Yours sends it');
  await second.getByText('Nothing to decide').waitFor();
  const { api } = ada;
  const statuses = async () => {
    const { nodes } = await api.request<{ nodes: readonly { status: string }[] }>(
      '{ myWithdrawals(first: 10) { nodes { status } } }',
    );
    return nodes.map(({ status }) => status);
  };
  await expect.poll(statuses, { timeout: 60_000 }).toEqual(['SENT', 'SENT']);
});

test('what became of a payout that was lost is looked up, and the money given back', async () => {
  const { stack } = opened();
  const id = await askForWithdrawal(bo, 4_000_000n, 'lost');
  await losePayoutOrder(stack);
  const page = await operatorPage('/operator/withdrawals');
  await page.getByRole('row', { name: '4.00 USDC' }).getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await show(page, '/operator');
  const warning = page
    .getByRole('alert')
    .filter({ hasText: 'withdrawals.decided' })
    .or(page.getByText('withdrawals.decided: Of 1 withdrawals nobody knows'));
  await warning.first().waitFor();
  await page
    .getByText(/^Since .* or longer\.$/)
    .first()
    .waitFor();
  await show(page, '/operator/withdrawals');
  await page.getByLabel('Show').selectOption({ label: 'Outcome not known' });
  const lost = page.getByRole('row', { name: '4.00 USDC' });
  await lost.getByRole('button', { name: 'Reconcile' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Was it sent?').selectOption({ label: 'It was not sent: give the money back' });
  await dialog.getByLabel('Reason').fill('The provider has no such payout.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Reconcile' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lost.waitFor({ state: 'detached' });
  const { status } = await bo.api.request<{ status: string }>(
    'query ($id: ID!) { withdrawal(id: $id) { status } }',
    { id },
  );
  expect(status).toBe('FAILED');
});

test('a bank entry that belongs to nothing is left as it is, with the reason', async () => {
  const page = await operatorPage('/operator/fiat');
  const entry = page.getByRole('row', { name: 'RENT' });
  await entry.getByRole('button', { name: 'Decide' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What to do').selectOption({ label: 'Leave it as it is' });
  await dialog.getByLabel('Reason').fill('The landlord’s, sent by mistake.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Nothing waits').waitFor();
  await page.getByLabel('Show').selectOption({ label: 'All' });
  await page.getByRole('row', { name: 'RENT' }).getByText('Dismissed').waitFor();
});

test('a dispute is decided by what both sides said', async () => {
  const page = await operatorPage('/operator/disputes');
  await page.getByText('The statement of my account shows no entry from today.').waitFor();
  await page.getByText('Sent an hour ago.').waitFor();
  await page.getByRole('button', { name: 'Give it back to the seller' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The bank has no such payment.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Give it back to the seller' }).click();
  await page.getByText('No dispute', { exact: true }).waitFor();
});

test('taking money out of the stock waits for another operator', async () => {
  const page = await operatorPage('/operator/treasury');
  await page.getByRole('button', { name: 'Move money' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Move').selectOption({ label: 'Take out of the stock' });
  await dialog.getByLabel('Amount').fill('0.5');
  await dialog.getByLabel('Reason').fill('To the cold wallet');
  await dialog.getByRole('button', { name: 'Move money' }).click();
  const move = page.getByRole('row', { name: 'To the cold wallet' });
  await move.getByRole('button', { name: 'Take it back' }).waitFor();
  expect(await move.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
  const second = await opened().newPage();
  const { wallet } = await newOperator(opened().stack);
  await opened().signIn(second, wallet);
  await show(second, '/operator/treasury');
  const proposed = second.getByRole('row', { name: 'To the cold wallet' });
  await proposed.getByRole('button', { name: 'Confirm' }).click();
  await proposed.getByText('Done').waitFor();
});
