import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { demoWallet } from '../demo/demo-wallet.ts';
import { freePort } from '../stack/ports.ts';
import { ROOT } from '../stack/root.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'charmbills-wallet-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function wallet(args: readonly string[], options: { stdin?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<Ended>((resolve) => {
    const child = execFile(
      join(ROOT, 'node_modules/.bin/tsx'),
      ['--conditions=source', 'ops/src/cli/wallet.ts', ...args],
      { cwd: ROOT, env: { ...process.env, DATA_DIR: dataDir, ...options.env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(options.stdin ?? '');
  });
}

test('a name is a wallet; what it prints is the answer alone', async () => {
  const { address } = demoWallet('merchant');
  expect(await wallet(['merchant', 'address'])).toMatchObject({ code: 0, out: `${address}\n` });
  expect(await wallet(['subscriber', 'address'])).not.toMatchObject({ out: `${address}\n` });
});

test('a message is signed whole, line breaks included, whether it is an argument or standard input', async () => {
  const message = 'first line\n\nlast line';
  const signature = demoWallet('merchant').signMessage(message);
  expect((await wallet(['merchant', 'sign', message])).out).toBe(`${signature}\n`);
  expect((await wallet(['merchant', 'sign'], { stdin: `${message}\n` })).out).toBe(`${signature}\n`);
});

test('without a stack that runs, funding says what to do', async () => {
  const [relay, node] = [await freePort(), await freePort()];
  const env = { RELAY_PORT: String(relay), BITCOIND_PORT: String(node), RPC_URL: '' };
  expect(await wallet(['merchant', 'fund'], { env })).toMatchObject({
    code: 1,
    out: '',
    err: 'No Bitcoin node of the stack answers. Run `npm start` first.\n',
  });
});

test('an unknown command shows the usage', async () => {
  const { code, err } = await wallet(['merchant', 'toString']);
  expect(code).toBe(1);
  expect(err).toMatch(/^usage: /);
});
