import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProvisionWorld, provisionProgram } from './programs.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'charmbills-programs-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

/** A machine with Debian's tools on a PATH of its own; every download is noted. */
async function machine(overrides: Partial<ProvisionWorld> = {}) {
  const bin = join(cache, 'bin');
  await mkdir(bin);
  for (const tool of ['apt-get', 'dpkg']) await writeFile(join(bin, tool), '', { mode: 0o755 });
  const downloads: (readonly string[])[] = [];
  const world: Partial<ProvisionWorld> = {
    env: { PATH: bin, XDG_CACHE_HOME: cache },
    platform: 'linux',
    arch: 'x64',
    findOnPath: () => undefined,
    unpackPackages: async (folder, { name }, { packages }) => {
      downloads.push([name, ...packages]);
      await writeFile(join(folder, 'unpacked'), '');
    },
    ...overrides,
  };
  return { downloads, world };
}

test('a program is downloaded once and runs with nothing of the machine but its kernel', async () => {
  const { world, downloads } = await machine();
  const first = await provisionProgram('nginx', world);
  expect(await provisionProgram('nginx', world)).toEqual(first);
  expect(downloads).toEqual([['amd64', 'nginx']]);
  const folder = join(cache, 'charmbills/nginx-trixie-amd64');
  expect(first.folder).toBe(folder);
  expect(existsSync(join(folder, 'unpacked'))).toBe(true);
  expect(first.command).toBe(join(folder, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'));
  expect(first.args.at(-1)).toBe(join(folder, 'usr/sbin/nginx'));
});

test('the package comes before PATH, because its version is known', async () => {
  const { world } = await machine({ findOnPath: () => '/bin/nginx' });
  expect((await provisionProgram('nginx', world)).command).not.toBe('/bin/nginx');
});

test.each<[string, Partial<ProvisionWorld>]>([
  ['Debian cannot be reached', { unpackPackages: () => Promise.reject(new Error('no network')) }],
  ['it is no Linux', { platform: 'darwin' }],
  ['its processor is not known', { arch: 'riscv64' }],
])('where %s, PATH is left', async (_, overrides) => {
  const { world } = await machine({ ...overrides, findOnPath: () => '/opt/bin/redis-server' });
  expect(await provisionProgram('redis-server', world)).toEqual({
    command: '/opt/bin/redis-server',
    args: [],
    origin: '/opt/bin/redis-server',
  });
});

test('where there is neither, the error says why and what to install', async () => {
  const { world } = await machine({ unpackPackages: () => Promise.reject(new Error('no network')) });
  await expect(provisionProgram('shellcheck', world)).rejects.toThrow(/shellcheck.*no network.*install it/);
  expect(existsSync(join(cache, 'charmbills/shellcheck-trixie-amd64'))).toBe(false);
});
