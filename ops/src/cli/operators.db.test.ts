import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { command } from './operators.ts';

const ADDRESS = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
let env: NodeJS.ProcessEnv;
let drop: () => Promise<void>;

beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  env = { DATABASE_URL: created.url, BITCOIN_NETWORK: 'regtest' };
});
afterAll(() => drop());
afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await command.run(args, env);
  const out = written.mock.calls.map(([text]) => String(text)).join('');
  vi.restoreAllMocks();
  return { code, out };
}

test('added once however often, listed, and removed', async () => {
  expect((await run('add', ADDRESS)).code).toBe(0);
  const { code, out } = await run('add', ADDRESS.toUpperCase());
  expect(code).toBe(0);
  expect(out.match(new RegExp(ADDRESS, 'g'))).toHaveLength(1);
  expect((await run('remove', ADDRESS)).out).toBe('');
  expect((await run('remove', ADDRESS)).code).toBe(1);
});

test('an address that nobody can sign in with is refused', async () => {
  await expect(run('add', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')).rejects.toThrow(
    'ADDRESS_UNSUPPORTED',
  );
  expect((await run('add')).code).toBe(2);
});
