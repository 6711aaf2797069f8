import type { Database } from '../../platform/database/index.ts';
import {
  CHECKS,
  type CurrencyFigures,
  findCulprit,
  findCurrencyFigures,
  findJournalFigures,
  type JournalFigures,
  type LedgerReader,
  prepareChecks,
} from './checks.repository.ts';

export interface LedgerReport {
  readonly journal: JournalFigures;
  readonly currencies: readonly CurrencyFigures[];
  /** The checks that were passed, in order. */
  readonly passed: readonly string[];
  /** The first that was not, and what it stumbled over. */
  readonly failed: { readonly check: string; readonly culprit: string } | null;
}

/**
 * Reads the whole ledger as of one instant and verifies it without trusting what the database enforces: chain,
 * sums, balances, holds and seals. Posting goes on meanwhile. Stops at the first culprit.
 */
export async function checkLedger({ pool }: Pick<Database, 'pool'>): Promise<LedgerReport> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await checkWithin(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The same in a transaction of the caller's. */
export async function checkWithin(client: LedgerReader): Promise<LedgerReport> {
  await prepareChecks(client);
  const journal = await findJournalFigures(client);
  const currencies = await findCurrencyFigures(client);
  const passed: string[] = [];
  for (const check of CHECKS) {
    const culprit = await findCulprit(client, check);
    if (culprit !== null) return { journal, currencies, passed, failed: { check: check.name, culprit } };
    passed.push(check.name);
  }
  return { journal, currencies, passed, failed: null };
}
