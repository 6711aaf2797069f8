import { expect, test } from 'vitest';
import { startProver } from './prover.ts';

test('a prover of its own answers on a free port until it is stopped', async () => {
  const [first, second] = await Promise.all([startProver(), startProver()]);
  expect(first.url).not.toBe(second.url);
  expect((await fetch(`${first.url}/ready`)).status).toBe(200);
  await Promise.all([first.stop(), second.stop()]);
  await expect(fetch(`${first.url}/ready`)).rejects.toThrow();
});
