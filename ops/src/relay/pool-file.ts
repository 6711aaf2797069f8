import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { RelayState } from './relay-state.ts';

/** What is kept of the relay over a restart. */
export interface SavedPool {
  readonly tip: string;
  readonly evicted: readonly string[];
  /** Raw transactions, parents first. */
  readonly transactions: readonly string[];
}

export async function loadPool(file: string): Promise<SavedPool | undefined> {
  if (!existsSync(file)) return undefined;
  return JSON.parse(await readFile(file, 'utf8')) as SavedPool;
}

/** A function that writes the state to the file when it has changed, whole or not at all. */
export function poolSaver(file: string): (state: RelayState) => Promise<void> {
  let written = '';
  return async ({ tip, evicted, pool }) => {
    const saved: SavedPool = { tip, evicted: [...evicted], transactions: pool.all().map(({ hex }) => hex) };
    const text = JSON.stringify(saved);
    if (text === written) return;
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
    written = text;
  };
}
