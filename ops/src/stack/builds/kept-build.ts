import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { filledFolder } from '../filled-folder.ts';
import { withLock } from '../lock.ts';

const BUILD_TIMEOUT_MS = 15 * 60_000;
/** Builds of other sources may be running: those of the last days stay. */
const KEPT_MS = 3 * 24 * 3_600_000;

/**
 * The build of some sources, made unless it is there: each has a folder of its own named by the sources' digest, so
 * that what runs is never built over. One build at a time; a complete folder only ever has that name. Builds that
 * nobody asked for in three days are removed.
 */
export async function keptBuild(
  builds: string,
  digest: string,
  build: (draft: string) => Promise<void>,
): Promise<string> {
  const target = join(builds, digest);
  if (!(await isThere(target))) {
    await withLock(join(builds, 'building.lock'), BUILD_TIMEOUT_MS, async () => {
      await removeOld(builds);
      await filledFolder(target, build);
    });
  }
  const now = new Date();
  await utimes(target, now, now);
  return target;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function removeOld(builds: string): Promise<void> {
  const oldest = Date.now() - KEPT_MS;
  for (const name of await readdir(builds)) {
    const path = join(builds, name);
    if (name.includes('.')) continue;
    if ((await stat(path)).mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}
