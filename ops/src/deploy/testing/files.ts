import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../stack/root.ts';

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What a YAML file of the repository says, with its anchors and merges resolved. */
export function yamlOf<T>(path: string): T {
  return parse(textOf(path), { merge: true }) as T;
}
