import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Holds a process of the stack still, as a machine that hangs would be, until `resume` is called or the test ends.
 * @param name as the stack calls it, such as `Prover`
 */
export function pausePart(dataDir: string, name: string): { resume(): void } {
  const known = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as {
    readonly name: string;
    readonly pid: number;
  }[];
  const part = known.find((each) => each.name === name);
  if (part === undefined) throw new Error(`the stack has no part ${name}`);
  let isPaused = true;
  const resume = () => {
    if (isPaused) process.kill(part.pid, 'SIGCONT');
    isPaused = false;
  };
  process.kill(part.pid, 'SIGSTOP');
  onTestFinished(resume);
  return { resume };
}
