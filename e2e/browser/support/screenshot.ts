import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { Look } from './look.ts';

const FOLDER = new URL('../../../docs/screenshots/', import.meta.url);

/**
 * Takes docs/screenshots/<name>-<desktop|phone>-<light|dark>.png where UPDATE_SCREENSHOTS is 1; otherwise makes sure
 * that it is there.
 * @throws Error when there is none
 */
export async function takeScreenshot(page: Page, look: Look, name: string): Promise<void> {
  const file = fileURLToPath(new URL(`${name}-${look.viewport}-${look.theme}.png`, FOLDER));
  if (process.env.UPDATE_SCREENSHOTS !== '1') {
    if (existsSync(file)) return;
    throw new Error(`${file} is missing: run this test with UPDATE_SCREENSHOTS=1 and commit it.`);
  }
  await page.evaluate(() => document.fonts.ready);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await mkdir(dirname(file), { recursive: true });
  // A palette is enough for pages, and a fifth of the size.
  await writeFile(file, await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer());
}
