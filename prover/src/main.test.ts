import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', MAIN], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return { child, output: () => output };
}

it('serves until it is told to stop', async () => {
  const { child, output } = run({ PROVER_PORT: '0' });
  try {
    while (!output().includes('\n')) await once(child.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0];
    expect(await (await fetch(`${url}/ready`)).text()).toBe('OK');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('does not start on another network', async () => {
  const { child, output } = run({ PROVER_PORT: '0', BITCOIN_NETWORK: 'mainnet' });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toBe(
    'The dev prover makes mock proofs and runs on regtest only, not on mainnet. Set PROVER_API_URL to a real prover.\n',
  );
});
