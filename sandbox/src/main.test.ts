import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const FREE_PORTS = {
  SANDBOX_NOWPAYMENTS_PORT: '0',
  SANDBOX_COINGECKO_PORT: '0',
  SANDBOX_KRAKEN_PORT: '0',
  SANDBOX_COINBASE_PORT: '0',
  SANDBOX_BANK_PORT: '0',
  SANDBOX_MAIL_PORT: '0',
  SANDBOX_SMTP_PORT: '0',
  SANDBOX_CONTROL_PORT: '0',
};

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', MAIN], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return { child, output: () => output };
}

test('serves every simulator, moved from outside, until it is told to stop', async () => {
  const { child, output } = run(FREE_PORTS);
  try {
    while (!output().includes('Control on')) await once(child.stdout, 'data');
    const urlAfter = (text: string) => new RegExp(`${text}(http://\\S+)`).exec(output())?.[1] ?? '';
    const control = urlAfter('Control on ');
    const call = (path: string, args: unknown[]) =>
      fetch(`${control}/${path}`, { method: 'POST', body: JSON.stringify(args) });
    expect((await call('market/move', ['BTC', 100])).status).toBe(200);
    const coinbase = await fetch(`${urlAfter('COINBASE_API_URL=')}/exchange-rates?currency=BTC`);
    expect(await coinbase.json()).toMatchObject({ data: { rates: { USD: '60600' } } });

    const created = await fetch(`${urlAfter('NOWPAYMENTS_API_URL=')}/payment`, {
      method: 'POST',
      headers: { 'x-api-key': 'sandbox-api-key' },
      body: JSON.stringify({ price_amount: 5, price_currency: 'usd', pay_currency: 'usdc' }),
    });
    const { payment_id } = (await created.json()) as { payment_id: string };
    const paid = await call('nowpayments/pay', [payment_id, { amount: '3' }]);
    expect(await paid.json()).toMatchObject({ id: payment_id, status: 'partially_paid' });
    expect((await call('nowpayments/constructor', [])).status).toBe(404);
    expect((await call('nowpayments/pay', ['none'])).status).toBe(500);
  } finally {
    child.kill('SIGTERM');
  }
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('says which setting cannot be used', async () => {
  const { child, output } = run({ ...FREE_PORTS, SANDBOX_KRAKEN_PORT: 'x' });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toBe('SANDBOX_KRAKEN_PORT must be a port, not "x".\n');
});
