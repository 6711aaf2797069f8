import { afterEach, expect, it } from 'vitest';
import { type DevProver, startDevProver } from './start-dev-prover.ts';
import { ask, askPlan, MERCHANT_ADDRESS } from './testing/asking.ts';

const running: DevProver[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((prover) => prover.close()));
});

it.each(['mainnet', 'bitcoin', 'testnet4', 'signet', ''])('refuses to start on %j', async (network) => {
  await expect(startDevProver({ network: network as 'regtest' })).rejects.toMatchObject({
    code: 'NETWORK_REFUSED',
  });
});

it.each([
  ['a fee without an address', { proverFeeSats: 1_000n }],
  ['a negative fee', { proverFeeSats: -1n, feeAddress: MERCHANT_ADDRESS }],
  [
    'a fee to another network',
    { proverFeeSats: 1_000n, feeAddress: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' },
  ],
  ['a negative delay', { delayMs: -1 }],
  ['a delay that is no number', { delayMs: Number.NaN }],
  ['a fraction of a failure', { failures: 0.5 }],
])('refuses to start with %s', async (_, options) => {
  await expect(startDevProver({ network: 'regtest', ...options })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  });
});

it('says that a port is taken', async () => {
  const first = await startDevProver({ network: 'regtest' });
  running.push(first);
  const port = Number(new URL(first.url).port);
  await expect(startDevProver({ network: 'regtest', port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
});

it('listens where it says, until it is closed', async () => {
  const prover = await startDevProver({ network: 'regtest', host: '::1' });
  expect(prover.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${prover.url}/ready`)).status).toBe(200);
  await prover.close();
  await expect(fetch(`${prover.url}/ready`)).rejects.toThrow('fetch failed');
});

it('logs what it answers', async () => {
  const lines: [unknown, string][] = [];
  const logger = {
    info: (facts: object, message: string) => void lines.push([facts, message]),
    error: (facts: object, message: string) => void lines.push([facts, message]),
  };
  const prover = await startDevProver({ network: 'regtest', logger });
  running.push(prover);
  await ask(prover.url, { ...askPlan(), prevTxs: [] });
  expect(lines).toEqual([
    [
      {
        status: 400,
        durationMs: expect.any(Number),
        refusal: expect.stringMatching(/^PREV_TXS_NOT_EXACT: /),
      },
      'prove',
    ],
  ]);
});
