import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VARIABLES } from '../../../backend/src/platform/config/config.ts';
import { ROOT } from '../stack/root.ts';
import { runProgram } from '../stack/run-program.ts';
import { textOf } from './testing/files.ts';
import { obtainProgram } from './testing/obtain-program.ts';

const FOLDER = 'ops/deploy/systemd';
const files = globSync(`${FOLDER}/*.{service,timer,target}`, { cwd: ROOT });
/** As they are started: templates with a port. */
const units = files.map((file) => basename(file).replace('@.', '@3002.'));
const services = units.filter((unit) => unit.endsWith('.service'));
const systemd = await obtainProgram('systemd-analyze');

describe.skipIf(systemd?.folder === undefined)('systemd-analyze', () => {
  let root: string;
  const analyze = async (...args: string[]) =>
    (await runProgram(systemd?.command ?? '', [...(systemd?.args ?? []), ...args])).join('\n');

  /** A file system with systemd's own units, ours, and the programs that ours start. */
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'charmbills-systemd-'));
    const installed = join(root, 'etc/systemd/system');
    await cp(join(systemd?.folder ?? '', 'usr/lib/systemd/system'), join(root, 'usr/lib/systemd/system'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await mkdir(installed, { recursive: true });
    for (const file of files) await cp(join(ROOT, file), join(installed, basename(file)));
    for (const program of ['node_modules/.bin/node', 'ops/bin/charmbills-ops']) {
      const path = join(root, 'opt/charmbills', program);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '#!/bin/sh\n', { mode: 0o755 });
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('finds nothing to say about the units', async () => {
    expect(await analyze('verify', `--root=${root}`, '--man=no', '--generators=no', ...units)).toBe('');
  });

  test.each(services)('%s can do little harm', async (service) => {
    const said = await analyze('security', '--offline=true', `--root=${root}`, '--threshold=20', service);
    expect(said).toMatch(/Overall exposure level .* OK/);
  });
});

test.each(files)('%s sets variables that the backend reads', (file) => {
  if (!/charmbills-(api|worker|migrate)/.test(file)) return;
  const known = new Set([...VARIABLES, ...VARIABLES.map((name) => `${name}_FILE`), 'NODE_OPTIONS']);
  const names = [...textOf(file).matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) =>
    [...line.matchAll(/(\w+)=/g)].map(([, name = '']) => name),
  );
  expect(names.filter((name) => name === name.toUpperCase() && !known.has(name))).toEqual([]);
});

test('the example of an environment holds variables that the backend reads, and no secret', () => {
  const names = [...textOf(`${FOLDER}/charmbills.env.example`).matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(names.filter((name) => !VARIABLES.includes(name ?? ''))).toEqual([]);
  expect(names.filter((name) => /SECRET|PASSWORD|_KEY$|TOKEN|DATABASE_URL/.test(name ?? ''))).toEqual([]);
});

test('every timer has its service', () => {
  const timers = units.filter((unit) => unit.endsWith('.timer'));
  expect(timers.length).toBeGreaterThan(2);
  for (const timer of timers) expect(services).toContain(timer.replace('.timer', '.service'));
});
