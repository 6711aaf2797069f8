import type { Database, Tx } from '../../../platform/database/index.ts';

/** Stands for the end of the process: nothing after it is done. */
export class Crash extends Error {}

/** Where it happens: before or after so many statements, or when a transaction has been committed and nobody knows. */
export interface Fault {
  readonly statement: number;
  readonly when: 'before' | 'after' | 'after commit';
}

/** A database that fails at one statement of all that are made in its transactions. */
export function faultyDatabase(database: Database, fault: Fault): Database {
  let statements = 0;
  let due = false;
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    statements++;
    const here = statements === fault.statement;
    if (here && fault.when === 'before') throw new Crash();
    const result = await work();
    if (here && fault.when === 'after') throw new Crash();
    if (here) due = true;
    return result;
  }
  return {
    ...database,
    transaction: async (work) => {
      const result = await database.transaction((tx) => work(guardedTx(tx, guarded)));
      if (due) throw new Crash();
      return result;
    },
  };
}

type Guard = <T>(work: () => Promise<T>) => Promise<T>;
type Method = (...args: unknown[]) => Promise<unknown>;

function guardedTx(tx: Tx, guarded: Guard): Tx {
  const guardMethods = <O extends object>(of: O): O =>
    new Proxy(of, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function') {
          return (...args: unknown[]) => guarded(() => (value as Method).apply(target, args));
        }
        return typeof value === 'object' && value !== null ? guardMethods(value) : value;
      },
    });
  return guardMethods(tx);
}
