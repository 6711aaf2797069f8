import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ChromiumWorld, findChromium } from './find-chromium.ts';

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'charmbills-bin-'));
});
afterEach(() => rm(bin, { recursive: true, force: true }));

/** A machine with these files in the one folder on its PATH; what is not named is not there. */
async function machine(...files: readonly string[]): Promise<ChromiumWorld> {
  for (const file of files) {
    await writeFile(join(bin, file), '');
    await chmod(join(bin, file), 0o755);
  }
  return {
    env: { PATH: bin },
    playwrightPath: () => join(bin, 'of-playwright'),
    installDebianPackage: () => Promise.reject(new Error('no network')),
  };
}

test('CHROMIUM_PATH comes first, and one that leads nowhere is an error', async () => {
  const world = await machine('mine', 'chromium');
  const given = (path: string) => ({ ...world, env: { ...world.env, CHROMIUM_PATH: path } });
  expect(await findChromium(given(join(bin, 'mine')))).toMatchObject({ executablePath: join(bin, 'mine') });
  await expect(findChromium(given('/nowhere'))).rejects.toThrow('CHROMIUM_PATH is /nowhere');
  expect(await findChromium(given(' '))).toMatchObject({ executablePath: join(bin, 'chromium') });
});

test('what is on PATH comes before the one of Playwright, and that before a download', async () => {
  const world = await machine('google-chrome', 'of-playwright');
  expect(await findChromium(world)).toMatchObject({ executablePath: join(bin, 'google-chrome') });
  await rm(join(bin, 'google-chrome'));
  expect(await findChromium(world)).toMatchObject({ origin: 'Playwright' });
  await rm(join(bin, 'of-playwright'));
  const installed = { ...world, installDebianPackage: () => Promise.resolve('/cache/chromium') };
  expect(await findChromium(installed)).toMatchObject({ executablePath: '/cache/chromium' });
});

test('where there is none and Debian cannot be reached, the error says what to do', async () => {
  await expect(findChromium(await machine())).rejects.toThrow(/no network.*apt-get install chromium/s);
});
