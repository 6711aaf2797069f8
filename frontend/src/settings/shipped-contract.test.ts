import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHIPPED_CONTRACT_VK } from './shipped-contract.ts';

test('pages and prover ship the same contract', () => {
  const built = new URL('../../../prover/contract/build/subscription.sha256', import.meta.url);
  expect(SHIPPED_CONTRACT_VK).toBe(readFileSync(built, 'utf8').trim());
});
