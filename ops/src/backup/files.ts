import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const DRAFT = '.partial';

/** The size of a file and the SHA-256 of its content in hex. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Has a file written beside its place, and moves it there when it is whole and on disk. A reader never sees half
 * of it, and whatever fails leaves what was there before.
 */
export async function writeWhole<T>(path: string, write: (draft: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(4).toString('hex')}${DRAFT}`;
  try {
    const result = await write(draft);
    await sync(draft);
    await rename(draft, path);
    await sync(dirname(path));
    return result;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes what killed runs have left half written.
 * @param olderThan leaves what is younger, where somebody may be at work: undefined for whoever holds the lock
 */
export async function removeDrafts(directory: string, olderThan?: Date): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    if (!name.endsWith(DRAFT)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (olderThan === undefined || (found !== undefined && found.mtime < olderThan))
      await rm(path, { force: true });
  }
}

/** Counts and hashes what passes through. */
export function measuring(): {
  readonly stage: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  readonly facts: () => FileFacts;
} {
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  return {
    async *stage(source) {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    facts: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}

export async function factsOf(path: string): Promise<FileFacts> {
  const { stage, facts } = measuring();
  await pipeline(createReadStream(path), stage, async (source) => {
    for await (const _ of source);
  });
  return facts();
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
