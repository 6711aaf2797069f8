import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playStory } from '@charmbills/ops/demo';
import { type Stack, startStack } from '@charmbills/ops/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The whole product as `npm start` runs it, on free ports and in a folder of its own. */
describe('the main story, on the whole stack', () => {
  let dataDir: string;
  let stack: Stack;

  beforeAll(async () => {
    const { DATABASE_URL: _database, RPC_URL: _node, PROVER_API_URL: _prover, ...env } = process.env;
    dataDir = await mkdtemp(join(tmpdir(), 'charmbills-story-'));
    stack = await startStack({ dataDir, env, ports: 'free', blockIntervalSeconds: 0 });
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('a plan is minted, bought, renewed and bought by two at once, and the node agrees with every amount', async () => {
    const lines: string[] = [];
    await playStory(stack, (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('is in a block; its spell'))).toHaveLength(2);
    expect(lines.filter((line) => /: yes, until /.test(line))).toHaveLength(3);
  });
});
