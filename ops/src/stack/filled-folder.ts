import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { withLock } from './lock.ts';

const FILL_TIMEOUT_MS = 15 * 60_000;

/**
 * Fills a folder unless it is there, and returns it. Only a complete folder ever has that name, and of several
 * processes that want it at once one fills it while the others wait.
 */
export async function filledFolder(target: string, fill: (draft: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  return withLock(`${target}.lock`, FILL_TIMEOUT_MS, async () => {
    if (existsSync(target)) return target;
    const draft = `${target}.new`;
    try {
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true });
      await fill(draft);
      await rename(draft, target);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return target;
  });
}
