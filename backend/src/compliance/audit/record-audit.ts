import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { insertAuditEntries } from './audit.repository.ts';
import type { NewAuditEntry } from './audit.ts';

/** Notes who did what, in the transaction that does it. */
export async function recordAudit(tx: Tx, now: Date, ...entries: readonly NewAuditEntry[]): Promise<void> {
  await insertAuditEntries(
    tx,
    entries.map((entry) => ({ ...entry, id: newId('auditEntry'), at: now })),
  );
}
