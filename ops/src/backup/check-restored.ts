import { checkLedger, type LedgerReport } from '../../../backend/src/ledger/index.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import type { DumpManifest } from './manifest.ts';
import { unsealText } from './sealing.ts';
import { withClient } from './server.repository.ts';
import { differences, readTotals, type Totals } from './totals.repository.ts';

export interface RestoredCheck {
  /** Every difference from what was backed up, in words, and what the ledger's check stumbled over. */
  readonly problems: readonly string[];
  readonly totals: Totals;
  /** Undefined where there is no ledger. */
  readonly ledger: LedgerReport | undefined;
}

/**
 * Compares a restored database with the totals that were written when it was backed up, and verifies its ledger.
 * @throws BackupError BACKUP_DAMAGED
 */
export async function checkRestored(
  url: string,
  manifest: DumpManifest,
  identities: readonly string[],
): Promise<RestoredCheck> {
  const expected = JSON.parse(await unsealText(identities, manifest.totals)) as Totals;
  const totals = await withClient(url, async (client) => {
    await client.query('ANALYZE');
    return readTotals(client);
  });
  const problems = differences(expected, totals);
  if (!Object.hasOwn(totals.rows, 'ledger_journal')) return { problems, totals, ledger: undefined };
  const database = openDatabase({ url, poolSize: 2 });
  try {
    const ledger = await checkLedger(database);
    if (ledger.failed !== null) problems.push(`ledger, ${ledger.failed.check}: ${ledger.failed.culprit}`);
    return { problems, totals, ledger };
  } finally {
    await database.close();
  }
}
