import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { mainnetSpell } from './testing/vectors.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const rootModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const { facts } = mainnetSpell(12);

async function bundle() {
  return build({
    entryPoints: [join(packageFolder, 'src/index.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'charms',
    logLevel: 'silent',
  });
}

test('the browser bundle holds its own source and @noble alone, and no Node built-in', async () => {
  const { metafile } = await bundle();
  const inputs = Object.entries(metafile.inputs);
  for (const [path] of inputs) expect(path).toMatch(/packages\/charms\/src\/|node_modules\/@noble\//);
  const imported = inputs.flatMap(([, input]) => input.imports.map((i) => i.original ?? i.path));
  expect(imported.filter((path) => path.startsWith('node:') || builtinModules.includes(path))).toEqual([]);
});

test('the bundle verifies a spell where there is nothing but the language and text encoding', async () => {
  const { outputFiles } = await bundle();
  const verify = `
    const raw = Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
    charms.verifySpell(raw).valid;`;
  const globals = { TextEncoder, TextDecoder, hex: facts.hex };
  expect(runInNewContext(`${outputFiles[0]?.text}\n${verify}`, globals)).toBe(true);
});

test('the built package is imported by its name under plain Node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charms-package-'));
  try {
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const config = join(packageFolder, 'tsconfig.build.json');
    execFileSync(process.execPath, [tsc, '-p', config, '--outDir', join(folder, 'dist')], {
      cwd: packageFolder,
    });
    copyFileSync(join(packageFolder, 'package.json'), join(folder, 'package.json'));
    symlinkSync(rootModules, join(folder, 'node_modules'));
    writeFileSync(
      join(folder, 'main.js'),
      `import { verifySpell } from '@charmbills/charms';
       console.log(import.meta.resolve('@charmbills/charms'));
       console.log(verifySpell(Uint8Array.from(Buffer.from(process.argv[2], 'hex'))).valid);`,
    );
    const output = execFileSync(process.execPath, [join(folder, 'main.js'), facts.hex], { encoding: 'utf8' });
    expect(output.split('\n')).toEqual([
      expect.stringMatching(/\/charms-package-\w+\/dist\/index\.js$/),
      'true',
      '',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
