import { COLLECTIONS } from './collections.ts';
import { type JudgeOptions, judgeDocument } from './judge-document.ts';
import type { LegacySource } from './source.ts';
import { insertStaged, type Session, type StagedRow } from './staging.repository.ts';
import { type GroupSum, OTHER } from './totals.ts';

const ROWS_AT_ONCE = 5_000;

/**
 * Reads every document of the source into the temporary table, judged. Gives what was read, summed up on the way and
 * independently of the table.
 */
export async function stageSource(
  session: Session,
  source: LegacySource,
  options: JudgeOptions,
  onRead: (collection: string, rows: number) => void,
): Promise<GroupSum[]> {
  const sums = new Map<string, { collection: string; currency: string; rows: bigint; amount: bigint }>();
  let waiting: StagedRow[] = [];
  for (const [place, collection] of COLLECTIONS.entries()) {
    if (!source.collections.includes(collection.name)) continue;
    let position = 0;
    for await (const documents of source.read(collection.name)) {
      for (const document of documents) {
        const row = judgeDocument(document, collection, options);
        position += 1;
        waiting.push({ ...row, collection: place, position });
        const currency = row.decimals === null || row.currency === null ? OTHER : row.currency;
        const group = `${collection.name} ${currency}`;
        const sum = sums.get(group) ?? { collection: collection.name, currency, rows: 0n, amount: 0n };
        sum.rows += 1n;
        if (row.available !== null && row.locked !== null) sum.amount += row.available + row.locked;
        sums.set(group, sum);
      }
      if (waiting.length >= ROWS_AT_ONCE) {
        await insertStaged(session, waiting);
        waiting = [];
        onRead(collection.name, position);
      }
    }
    onRead(collection.name, position);
  }
  if (waiting.length > 0) await insertStaged(session, waiting);
  return [...sums.values()];
}
