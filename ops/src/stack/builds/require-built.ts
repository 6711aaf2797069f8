import type { Child } from '../child.ts';
import { StackError } from '../errors.ts';

/** Waits for the end of a build. @throws StackError BUILD_FAILED with its last words. */
export async function requireBuilt(build: Child): Promise<void> {
  const { code } = await build.exited;
  if (code === 0) return;
  const words = build.lastLines(30).map((line) => `  ${line}`);
  throw new StackError('BUILD_FAILED', `${build.name} failed.`, words.join('\n'));
}
