import type { Progress } from '../progress.ts';
import type { Secrets } from '../secrets.ts';
import type { Ports } from '../settings.ts';
import type { Supervisor } from '../supervisor.ts';

/** What every part of the stack is started with. */
export interface StackContext {
  readonly dataDir: string;
  /** The configuration as a person gave it. */
  readonly env: NodeJS.ProcessEnv;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly blockIntervalSeconds: number;
  readonly progress: Progress;
  readonly supervisor: Supervisor;
}
