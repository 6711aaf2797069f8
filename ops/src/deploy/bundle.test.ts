import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { runProgram } from '../stack/run-program.ts';
import { textOf } from './testing/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'charmbills-bundle-'));
/** What is installed for the backend and for the workspaces that its bundle holds. */
const installed = ['backend', 'packages/charms', 'prover'].flatMap((workspace) => {
  const { dependencies, optionalDependencies = {} } = JSON.parse(textOf(`${workspace}/package.json`)) as {
    dependencies: object;
    optionalDependencies?: object;
  };
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
});

beforeAll(async () => {
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  await runProgram(tsx, ['--conditions=source', 'backend/build.ts', folder], { cwd: ROOT });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packages that a module imports, statically or when it comes to it. */
function packagesOf(file: string): string[] {
  const source = readFileSync(join(folder, file), 'utf8');
  const imports = [
    ...source.matchAll(/^(?:import|export)\b[^'"\n]*?(?:from )?["']([^."'][^"']*)["'];?$/gm),
    ...source.matchAll(/\bimport\(["']([^."'][^"']*)["']\)/g),
  ].map(([, name = '']) => name);
  const packages = imports
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)];
}

test.each(['main.js', 'migrate.js'])(
  '%s needs no package but those that an image of the backend has',
  (file) => {
    const packages = packagesOf(file);
    expect(packages).toContain('pg');
    expect(packages.filter((name) => !installed.includes(name))).toEqual([]);
  },
);
