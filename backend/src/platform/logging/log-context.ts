import { AsyncLocalStorage } from 'node:async_hooks';

/** What lines are logged on behalf of. */
export interface LogContext {
  readonly requestId?: string;
  readonly job?: string;
  readonly jobId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work`; all that it logs, however deep and late, carries the context. */
export function inLogContext<Result>(context: LogContext, work: () => Result): Result {
  return storage.run(context, work);
}

export function logContext(): LogContext | undefined {
  return storage.getStore();
}
