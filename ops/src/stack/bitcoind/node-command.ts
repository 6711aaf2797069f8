import { runProgram } from '../run-program.ts';

/** How to run a bitcoind. */
export interface NodeCommand {
  readonly command: string;
  /** Arguments that come before bitcoind's own. */
  readonly args: readonly string[];
  /** Where it comes from, for people. */
  readonly origin: string;
  /** Its folder in the cache, where it was fetched. */
  readonly folder?: string;
}

/** `generateblock` with `submit=false`, which the relay validates with, came with 25. */
export const OLDEST_VERSION = 25;

/**
 * Asks a bitcoind for its version: proof that it runs on this machine.
 * @returns its version line and the major number in it.
 * @throws Error when it does not run.
 */
export async function versionOf(
  node: NodeCommand,
): Promise<{ readonly text: string; readonly major: number }> {
  const [text = ''] = await runProgram(node.command, [...node.args, '-version'], { timeoutMs: 20_000 });
  const major = /v(\d+)\./.exec(text)?.[1];
  if (major === undefined) throw new Error(`it answers -version with "${text}"`);
  return { text, major: Number(major) };
}
