import { expect, test } from 'vitest';
import { problemsOfLockfile } from './lockfile.ts';

const lockfile = (packages: Record<string, object>) => JSON.stringify({ packages });

test('a lockfile has the binaries of every platform, wherever they lie, and no addresses', () => {
  const complete = lockfile({
    '': {},
    'node_modules/biome': { optionalDependencies: { '@biome/linux': '2.0.0', '@biome/mac': '2.0.0' } },
    'node_modules/@biome/linux': { version: '2.0.0' },
    'node_modules/biome/node_modules/@biome/mac': { version: '2.0.0' },
    'frontend/node_modules/next': { optionalDependencies: { sharp: '1.0.0', swc: '1.0.0' } },
    'frontend/node_modules/swc': {},
    'node_modules/sharp': {},
    backend: { resolved: 'backend', link: true },
  });
  expect(problemsOfLockfile(complete)).toEqual([]);
});

test('a binary that the registry at hand did not have, and an address, are named', () => {
  const lacking = lockfile({
    'node_modules/biome': { optionalDependencies: { '@biome/linux': '2.0.0', '@biome/mac': '2.0.0' } },
    'node_modules/@biome/linux': { resolved: 'https://registry.example/linux.tgz' },
    'node_modules/other/node_modules/@biome/mac': {},
  });
  expect(problemsOfLockfile(lacking)).toEqual([
    'package-lock.json records download addresses',
    'package-lock.json lacks @biome/mac 2.0.0, which node_modules/biome has for some platform',
  ]);
});
