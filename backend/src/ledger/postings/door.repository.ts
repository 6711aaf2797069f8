import { type Database, isConflict, type Tx } from '../../platform/database/index.ts';
import { toLedgerError } from './refusal.ts';

/** A statement under the name it is prepared by. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs one of the ledger's statements. */
export type Run = (statement: Statement, values: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** In a transaction of the caller's. A refusal ends that transaction too: nothing that it wrote can be kept. */
export function within(tx: Tx): Run {
  return async ({ text }, values) => {
    try {
      return await tx.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values);
    } catch (error) {
      throw toLedgerError(error);
    }
  };
}

const ATTEMPTS = 5;

/** In a transaction of its own and a single round trip, repeated when PostgreSQL asks for it. */
export function alone({ pool }: Pick<Database, 'pool'>): Run {
  return async (statement, values) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await pool.query<Record<string, unknown>>({ ...statement, values: [...values] })).rows;
      } catch (error) {
        if (!isConflict(error) || attempt === ATTEMPTS) throw toLedgerError(error);
      }
    }
  };
}
