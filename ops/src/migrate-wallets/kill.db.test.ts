import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { makeDump } from './make-dump.ts';
import { removeFolder, useMigration } from './testing.ts';

const ROWS = 2_000;
const BATCH = '40';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-dump-'));
  await makeDump(folder, { rows: ROWS, seed: 3, bad: 0.03 });
});
afterAll(() => removeFolder(folder));

/** The command as an operator starts it, in one process that a kill really ends. */
function start(url: string, ...args: string[]): ChildProcess {
  const program = [
    '--import',
    'tsx',
    '--conditions=source',
    'ops/src/cli/ops.ts',
    'migrate-wallets',
    ...args,
  ];
  return spawn(process.execPath, program, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'ignore',
  });
}

async function run(url: string, ...args: string[]): Promise<number | null> {
  const child = start(url, ...args);
  await once(child, 'exit');
  return child.exitCode;
}

async function killWhen(child: ChildProcess, ripe: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await ripe())) {
    if (child.exitCode !== null) throw new Error('it was over before it was killed');
    if (Date.now() > deadline) throw new Error('it did not come that far');
    await sleep(2);
  }
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
}

describe('killed at any moment and started again', () => {
  const undisturbed = useMigration();
  const disturbed = useMigration();
  const from = () => ['--from', folder, '--batch', BATCH];
  const number = async (sql: string) => Number((await disturbed.query(sql))[0]?.n ?? 0);
  const runs = () => number('SELECT count(*) AS n FROM legacy_wallet_runs');
  const posted = () => number('SELECT sum(posted) AS n FROM legacy_wallet_checkpoints');
  const reversed = () => number('SELECT sum(reversed) AS n FROM legacy_wallet_checkpoints');

  test('it ends as if it had not been', { timeout: 120_000 }, async () => {
    expect(await run(undisturbed.url, ...from())).toBe(0);
    const before = await runs();
    await killWhen(start(disturbed.url, ...from()), async () => (await runs()) > before);
    for (const share of [0, 0.2, 0.5, 0.85]) {
      await killWhen(start(disturbed.url, ...from()), async () => (await posted()) > share * ROWS);
    }
    expect(await run(disturbed.url, ...from())).toBe(0);
    expect(await disturbed.written()).toEqual(await undisturbed.written());
    expect(await runs()).toBe(6);
  });

  test('the roll-back likewise', { timeout: 120_000 }, async () => {
    const back = ['--roll-back', '--batch', BATCH];
    expect(await run(undisturbed.url, ...back)).toBe(0);
    for (const share of [0, 0.5]) {
      await killWhen(start(disturbed.url, ...back), async () => (await reversed()) > share * ROWS);
    }
    expect(await run(disturbed.url, ...from())).toBe(1);
    expect(await run(disturbed.url, ...back)).toBe(0);
    expect(await disturbed.written()).toEqual(await undisturbed.written());
    expect(await run(disturbed.url, ...from())).toBe(0);
  });
});
