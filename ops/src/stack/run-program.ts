import { startChild } from './child.ts';

/**
 * Runs a program to its end and returns what it printed.
 * @throws Error with the last lines when it fails.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly timeoutMs?: number } = {},
): Promise<readonly string[]> {
  const child = await startChild({
    name: command,
    command,
    args,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const timer = setTimeout(child.kill, options.timeoutMs ?? 60_000);
  const { code, signal } = await child.exited;
  clearTimeout(timer);
  if (code === 0) return child.lastLines(200);
  throw new Error(`${command} ended with ${signal ?? code}: ${child.lastLines(3).join(' ')}`);
}
