import { spawn } from 'node:child_process';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestAccount, TEST_NOW } from '../../../backend/src/ledger/testing.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

/** Runs the command as an operator would. */
function ops(
  url: string,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('npm', ['run', '-s', 'ops', '--', ...args], {
    env: { ...process.env, DATABASE_URL: url },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  return new Promise((done) => child.on('close', (code) => done({ code, ...output })));
}

async function withLedger(work: (testDatabase: TestDatabase) => Promise<void>): Promise<void> {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.url });
  try {
    const account = { owner: 'ann', currency: 'USD', amount: 12_345n, now: TEST_NOW };
    await database.transaction((tx) => createTestAccount(tx, account));
    await work(testDatabase);
  } finally {
    await database.close();
    await testDatabase.drop();
  }
}

test('prints the figures of a sound ledger and exits 0', async () => {
  await withLedger(async ({ url }) => {
    const { code, stdout } = await ops(url, 'ledger-check');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'accounts    2',
        'postings    1 (1 not sealed yet)',
        'USD         123.45 held, 0.00 of it locked, in 2 accounts',
        'The ledger is sound.',
      ]),
    );
    expect(code).toBe(0);
    const { stdout: json } = await ops(url, 'ledger-check', '--json');
    expect(JSON.parse(json)).toMatchObject({ failed: null, journal: { postings: '1' } });
  });
});

test('names the first culprit and exits 1', async () => {
  await withLedger(async ({ url }) => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`ALTER TABLE ledger_accounts DISABLE TRIGGER ledger_accounts_door`);
    await client.query('UPDATE ledger_accounts SET balance = balance + 1 WHERE floor = 0');
    await client.query('ALTER TABLE ledger_accounts ENABLE ALWAYS TRIGGER ledger_accounts_door');
    await client.end();
    const { code, stdout } = await ops(url, 'ledger-check');
    expect(stdout).toMatch(
      /FAILED {2}every balance is the sum of its entries: account acct_\w+ has 12346 in 1 entries and should have 12345 in 1$/m,
    );
    expect(code).toBe(1);
  });
});

test.each([[[]], [['ledger-chek']], [['ledger-check', '--jsn']]])(
  '%j is answered with the usage',
  async (args) => {
    const { code, stdout, stderr } = await ops('postgresql://unused', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('ledger-check [--json]');
  },
);
