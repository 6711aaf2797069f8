import { setTimeout as sleep } from 'node:timers/promises';
import { type Regtest, startRegtest } from '@charmbills/ops/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLogger } from '../../platform/logging/index.ts';
import { type BlockNotices, startBlockNotices } from './block-notices.ts';

let chain: Regtest;
const open: BlockNotices[] = [];
beforeAll(async () => {
  chain = await startRegtest({ relay: 'never' });
});
afterAll(async () => {
  for (const notices of open) notices.stop();
  await chain.stop();
});

async function listen(onBlock: (hash: string) => Promise<unknown>, logger = silentLogger) {
  const notices = await startBlockNotices({ url: chain.zmqUrl ?? '', onBlock, logger });
  open.push(notices);
  return notices;
}

/** Mines until every listener has heard of a block mined here: notices are lost while a subscription travels. */
async function mineUntilHeard(...listeners: readonly string[][]): Promise<void> {
  const mined = new Set<string>();
  const all = () => listeners.every((heard) => heard.some((hash) => mined.has(hash)));
  for (let round = 0; round < 100 && !all(); round++) {
    for (const hash of await chain.mine()) mined.add(hash);
    await sleep(20);
  }
  expect(all()).toBe(true);
}

test('blocks are told of, also after the listener failed', async () => {
  const heard: string[] = [];
  const warnings: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  await listen(async (hash) => {
    heard.push(hash);
    throw new Error('node away');
  }, logger);
  await mineUntilHeard(heard);
  await mineUntilHeard(heard);
  expect(warnings.join()).toContain('node away');
});

test('a listener that was stopped hears nothing more', async () => {
  const [stopped, witness]: [string[], string[]] = [[], []];
  const notices = await listen(async (hash) => stopped.push(hash));
  await listen(async (hash) => witness.push(hash));
  await mineUntilHeard(stopped, witness);
  notices.stop();
  const before = stopped.length;
  await mineUntilHeard(witness);
  expect(stopped.length).toBe(before);
});
