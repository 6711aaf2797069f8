import { type ConstructorOptions, type Job, type JobResult, PgBoss } from 'pg-boss';
import type { Database, Tx } from '../database/index.ts';
import { finishedWork } from '../error-reports/index.ts';
import { AppError, ERROR_TABLE, unexpectedErrors } from '../errors/index.ts';
import { inLogContext, type Logger } from '../logging/index.ts';
import type { Metrics } from '../metrics/index.ts';

/** A kind of background work. `name` is the queue; its dead letters lie in `<name>.dead`. */
export interface JobDefinition<Data extends object> {
  readonly name: string;
  handler(data: Data, context: { signal: AbortSignal; jobId: string }): Promise<void>;
  /** Attempts after the first, with exponential backoff and jitter up to `retryDelayMaxSeconds`. */
  readonly retryLimit?: number;
  readonly retryDelaySeconds?: number;
  readonly retryDelayMaxSeconds?: number;
  /** When a run counts as lost and is given to another worker. */
  readonly expireInSeconds?: number;
  /**
   * For runs that take long: a worker that has been silent for so many seconds (at least 10) counts as gone,
   * and its run is given to another without waiting for `expireInSeconds`.
   */
  readonly heartbeatSeconds?: number;
  /** Cron schedule, run once whichever replica fires. The handler receives {}. */
  readonly cron?: string;
  /** Runs side by side in one process. */
  readonly concurrency?: number;
}

export interface EnqueueOptions {
  /** Not before. */
  readonly startAfter?: Date;
}

export interface Jobs {
  register<Data extends object>(definition: JobDefinition<Data>): void;
  /** Creates queues and schedules, and takes up work if this process is a worker. */
  start(options: { work: boolean }): Promise<void>;
  /** Puts a job in the queue in the caller's transaction: it exists exactly when the change does. */
  enqueue(tx: Tx, name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /**
   * Puts dead letters of a queue back into it as new jobs, those of `ids` or the first thousand. Returns how many were
   * there to put back.
   */
  replay(tx: Tx, name: string, ids?: readonly string[]): Promise<number>;
  /** Names of all that is registered. */
  readonly queues: readonly string[];
  /** Whether this process can put jobs into the queue, and take them if it works. */
  readonly state: 'new' | 'started' | 'stopped';
  /** Lets running handlers finish, up to `timeoutMs`, then gives their jobs back. */
  stop(timeoutMs?: number): Promise<void>;
  readonly boss: PgBoss;
}

/** What the names of queues of dead letters end with. */
export const DEAD = '.dead';
/** Dead letters wait for an operator, who may be away for long. */
const DEAD_RETENTION_SECONDS = 90 * 86_400;

type JobMetrics = Pick<Metrics, 'jobDuration' | 'errors'>;

/** Background work on pg-boss: rows taken with SKIP LOCKED, so any number of workers share them. */
export function createJobs(
  database: Database,
  logger: Logger,
  options: Partial<ConstructorOptions> = {},
  metrics?: JobMetrics,
): Jobs {
  const boss = new PgBoss({
    schema: 'pgboss',
    db: { executeSql: async (text, values) => database.pool.query(text, values) },
    ...options,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
  const definitions = new Map<string, JobDefinition<object>>();
  let state: Jobs['state'] = 'new';

  async function createQueue(definition: JobDefinition<object>): Promise<void> {
    const { name } = definition;
    const settings = {
      retryLimit: definition.retryLimit ?? 5,
      retryDelay: definition.retryDelaySeconds ?? 2,
      retryBackoff: true,
      retryDelayMax: definition.retryDelayMaxSeconds ?? 300,
      expireInSeconds: definition.expireInSeconds ?? 300,
      ...(definition.heartbeatSeconds ? { heartbeatSeconds: definition.heartbeatSeconds } : {}),
      deadLetter: name + DEAD,
    };
    await boss.createQueue(name + DEAD);
    await boss.updateQueue(name + DEAD, { retentionSeconds: DEAD_RETENTION_SECONDS });
    await boss.createQueue(name, settings);
    await boss.updateQueue(name, settings);
    if (definition.cron) await boss.schedule(name, definition.cron, {});
  }

  async function work(definition: JobDefinition<object>): Promise<void> {
    const { name } = definition;
    const workOptions = {
      batchSize: 1,
      perJobResults: true as const,
      pollingIntervalSeconds: 0.5,
      localConcurrency: definition.concurrency ?? 1,
    };
    await boss.work<object>(name, workOptions, async (jobs) =>
      Promise.all(jobs.map((job) => inLogContext({ job: name, jobId: job.id }, () => run(definition, job)))),
    );
  }

  async function run(
    { name, handler }: JobDefinition<object>,
    { id, data, signal }: Job<object>,
  ): Promise<JobResult> {
    const started = performance.now();
    const ended = (outcome: 'completed' | 'failed' | 'dead') => {
      const durationMs = performance.now() - started;
      metrics?.jobDuration.observe({ queue: name, outcome }, durationMs / 1_000);
      finishedWork.publish({ op: 'queue.process', name, durationMs, succeeded: outcome === 'completed' });
    };
    try {
      await handler(data, { signal, jobId: id });
      ended('completed');
      return { id, status: 'completed' };
    } catch (error) {
      // What the table calls hopeless goes to the dead letters at once, everything else is tried again.
      const code = error instanceof AppError ? error.code : undefined;
      const retryable = code === undefined || ERROR_TABLE[code].retryable;
      logger.warn({ err: error, retryable }, 'job failed');
      if (code === undefined) unexpectedErrors.publish({ error });
      ended(retryable ? 'failed' : 'dead');
      metrics?.errors.inc({ code: code ?? 'INTERNAL', source: 'job' });
      return { id, status: retryable ? 'failed' : 'deadletter', output: error };
    }
  }

  return {
    boss,
    register(definition) {
      if (definitions.has(definition.name)) throw new Error(`job ${definition.name} is registered twice`);
      definitions.set(definition.name, definition);
    },
    async start({ work: takeWork }) {
      await boss.start();
      for (const definition of definitions.values()) await createQueue(definition);
      if (takeWork) for (const definition of definitions.values()) await work(definition);
      state = 'started';
    },
    async enqueue(tx, name, data, { startAfter } = {}) {
      await boss.send(name, data, { ...(startAfter ? { startAfter } : {}), db: inTransaction(tx) });
    },
    async replay(tx, name, ids) {
      return boss.redrive(name + DEAD, { ...(ids ? { ids: [...ids] } : {}), db: inTransaction(tx) });
    },
    get queues() {
      return [...definitions.keys()];
    },
    get state() {
      return state;
    },
    async stop(timeoutMs = 10_000) {
      state = 'stopped';
      await boss.stop({ graceful: true, timeout: timeoutMs });
    },
  };
}

/** Has pg-boss run its statements in a transaction of ours. */
function inTransaction(tx: Tx) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({
      rows: await tx.$queryRawUnsafe<unknown[]>(text, ...values),
    }),
  };
}
