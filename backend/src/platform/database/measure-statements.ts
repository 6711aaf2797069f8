import type pg from 'pg';
import type { Metrics } from '../metrics/index.ts';

export type StatementMetrics = Pick<Metrics, 'queryDuration' | 'queryErrors'>;

/** By the first word; the names are those of the metric's label. */
const KINDS: Readonly<Record<string, string>> = {
  SELECT: 'select',
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
  WITH: 'with',
  BEGIN: 'transaction',
  COMMIT: 'transaction',
  ROLLBACK: 'transaction',
  SAVEPOINT: 'transaction',
  RELEASE: 'transaction',
};
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Times every statement of a connection from now on, whichever way it is asked: by promise or with a callback. */
export function measureStatements(connection: pg.ClientBase, metrics: StatementMetrics): void {
  const ask = connection.query.bind(connection) as unknown as (...args: unknown[]) => unknown;
  const measured = (...args: unknown[]) => {
    const started = performance.now();
    const statement = kindOf(args[0]);
    const done = (error?: unknown) => {
      metrics.queryDuration.observe({ statement }, (performance.now() - started) / 1_000);
      if (error) metrics.queryErrors.inc({ class: classOf(error) });
    };
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      args[args.length - 1] = (error: unknown, ...rest: unknown[]) => {
        done(error);
        callback(error, ...rest);
      };
      return ask(...args);
    }
    const result = ask(...args);
    if (result instanceof Promise) result.then(() => done(), done);
    return result;
  };
  Object.assign(connection, { query: measured });
}

function kindOf(query: unknown): string {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | null)?.text;
  const word = typeof text === 'string' ? /^\s*([a-z]+)/i.exec(text)?.[1] : undefined;
  return KINDS[word?.toUpperCase() ?? ''] ?? 'other';
}

function classOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && SQLSTATE.test(code) ? code.slice(0, 2) : 'connection';
}
