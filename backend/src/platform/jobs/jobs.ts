import { type ConstructorOptions, type JobResult, PgBoss } from 'pg-boss';
import type { Database, Tx } from '../database/index.ts';
import { AppError, ERROR_TABLE } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';

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
  /** Lets running handlers finish, up to `timeoutMs`, then gives their jobs back. */
  stop(timeoutMs?: number): Promise<void>;
  readonly boss: PgBoss;
}

const DEAD = '.dead';

/** Background work on pg-boss: rows taken with SKIP LOCKED, so any number of workers share them. */
export function createJobs(
  database: Database,
  logger: Logger,
  options: Partial<ConstructorOptions> = {},
): Jobs {
  const boss = new PgBoss({
    schema: 'pgboss',
    db: { executeSql: async (text, values) => database.pool.query(text, values) },
    ...options,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
  const definitions = new Map<string, JobDefinition<object>>();

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
    await boss.createQueue(name, settings);
    await boss.updateQueue(name, settings);
    if (definition.cron) await boss.schedule(name, definition.cron, {});
  }

  async function work(definition: JobDefinition<object>): Promise<void> {
    const { name, handler } = definition;
    const workOptions = {
      batchSize: 1,
      perJobResults: true as const,
      pollingIntervalSeconds: 0.5,
      localConcurrency: definition.concurrency ?? 1,
    };
    await boss.work<object>(name, workOptions, async (jobs) =>
      Promise.all(
        jobs.map(async ({ id, data, signal }): Promise<JobResult> => {
          try {
            await handler(data, { signal, jobId: id });
            return { id, status: 'completed' };
          } catch (error) {
            // What the table calls hopeless goes to the dead letters at once, everything else is tried again.
            const retryable = !(error instanceof AppError) || ERROR_TABLE[error.code].retryable;
            logger.warn({ err: error, job: name, jobId: id, retryable }, 'job failed');
            return { id, status: retryable ? 'failed' : 'deadletter', output: error };
          }
        }),
      ),
    );
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
    },
    async enqueue(tx, name, data, { startAfter } = {}) {
      await boss.send(name, data, {
        ...(startAfter ? { startAfter } : {}),
        db: {
          executeSql: async (text, values) => ({
            rows: await tx.$queryRawUnsafe<unknown[]>(text, ...(values ?? [])),
          }),
        },
      });
    },
    async stop(timeoutMs = 10_000) {
      await boss.stop({ graceful: true, timeout: timeoutMs });
    },
  };
}
