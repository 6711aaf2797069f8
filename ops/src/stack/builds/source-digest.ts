import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What never finds its way into a build. */
const NOT_BUILT = ['**/node_modules', '**/dist', '**/*.test.ts', '**/*.test.tsx'];

/**
 * A digest (SHA-256, its first 16 hexadecimal digits) of files and folders under a root, by content and path: the same
 * sources have the same digest, whenever and in whatever checkout they were written. Tests do not count.
 */
export function sourceDigest(root: string, paths: readonly string[]): string {
  const patterns = paths.flatMap((path) => [path, `${path}/**/*`]);
  const files = globSync(patterns, { cwd: root, exclude: NOT_BUILT }).sort();
  const hash = createHash('sha256');
  for (const path of files) {
    if (!statSync(join(root, path)).isFile()) continue;
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
