import { expect, test } from 'vitest';
import type { NodeCommand } from './node-command.ts';
import { type ProvisionTools, provisionBitcoind } from './provision.ts';

const CORE: NodeCommand = { command: '/cache/core/bitcoind', args: [], origin: 'core' };
const DEBIAN: NodeCommand = { command: '/cache/debian/ld.so', args: [], origin: 'debian' };

/** A machine with nothing on it; every step that is tried is noted. */
function machine(overrides: Partial<ProvisionTools> = {}) {
  const tried: string[] = [];
  const tools: Partial<ProvisionTools> = {
    env: { HOME: '/home/someone', PATH: '/bin' },
    platform: 'linux',
    arch: 'x64',
    findOnPath: () => undefined,
    hasDebianTools: () => true,
    versionOf: async () => ({ text: 'v30.2.0', major: 30 }),
    cachedCoreRelease: () => undefined,
    cachedDebianPackages: () => undefined,
    installCoreRelease: async () => {
      tried.push('core');
      return CORE;
    },
    installDebianPackages: async () => {
      tried.push('debian');
      return DEBIAN;
    },
    ...overrides,
  };
  return { tried, tools };
}

const offline = async () => {
  throw new Error('fetch failed');
};

test('BITCOIND comes before everything else', async () => {
  const { tools, tried } = machine({
    env: { BITCOIND: '/opt/bitcoind', PATH: '/bin' },
    findOnPath: () => '/bin/bitcoind',
  });
  expect((await provisionBitcoind(tools)).command).toBe('/opt/bitcoind');
  expect(tried).toEqual([]);
});

test('BITCOIND that does not run is an error, not a reason to take another node', async () => {
  const { tools } = machine({ env: { BITCOIND: '/opt/bitcoind' }, versionOf: offline });
  await expect(provisionBitcoind(tools)).rejects.toMatchObject({
    code: 'BITCOIND_UNAVAILABLE',
    message: expect.stringContaining('/opt/bitcoind'),
  });
});

test('bitcoind on PATH comes before anything fetched', async () => {
  const { tools, tried } = machine({
    findOnPath: (program) => (program === 'bitcoind' ? '/usr/bin/bitcoind' : undefined),
    cachedCoreRelease: () => CORE,
  });
  expect((await provisionBitcoind(tools)).command).toBe('/usr/bin/bitcoind');
  expect(tried).toEqual([]);
});

test('a bitcoind on PATH that is too old is passed over', async () => {
  const { tools } = machine({
    findOnPath: () => '/usr/bin/bitcoind',
    versionOf: async ({ command }) =>
      command === '/usr/bin/bitcoind' ? { text: 'v0.21.1', major: 0 } : { text: 'v30.2.0', major: 30 },
  });
  expect((await provisionBitcoind(tools)).command).toBe(CORE.command);
});

test('what an earlier start fetched is used without the network', async () => {
  const { tools, tried } = machine({ cachedDebianPackages: () => DEBIAN });
  expect((await provisionBitcoind(tools)).command).toBe(DEBIAN.command);
  expect(tried).toEqual([]);
});

test('the official release is fetched before the Debian package', async () => {
  const { tools, tried } = machine();
  expect((await provisionBitcoind(tools)).command).toBe(CORE.command);
  expect(tried).toEqual(['core']);
});

test('the Debian package follows when the official release cannot be fetched, and the reason is told', async () => {
  const lines: string[] = [];
  const { tools, tried } = machine({ installCoreRelease: offline, log: (line) => lines.push(line) });
  expect((await provisionBitcoind(tools)).command).toBe(DEBIAN.command);
  expect(tried).toEqual(['debian']);
  expect(lines).toEqual(['the official release cannot be used (fetch failed)']);
});

test('a platform without a pinned release goes straight to the Debian package', async () => {
  const { tools, tried } = machine({ arch: 'riscv64' });
  await provisionBitcoind(tools);
  expect(tried).toEqual(['debian']);
});

test('nothing that works is one error that names every attempt and the remedy', async () => {
  const { tools } = machine({ installCoreRelease: offline, installDebianPackages: offline });
  const error = await provisionBitcoind(tools).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'BITCOIND_UNAVAILABLE' });
  expect(String(error)).toMatch(/official release: fetch failed; Debian's package: fetch failed/);
  expect(String(error)).toContain('BITCOIND');
  expect(String(error)).toContain('RPC_URL');
});
