import type { Currencies } from '../../../backend/src/ledger/index.ts';
import { countEmptyWithoutAccount, type Session } from './staging.repository.ts';
import {
  COLLECTION_NAMES,
  countReasons,
  countUsers,
  type Differences,
  findDifferences,
  type ReasonCount,
  sumEmpty,
  sumPosted,
  sumQuarantine,
  sumStagedFaults,
  sumUnposted,
} from './totals.repository.ts';
import {
  difference,
  type GroupSum,
  type TotalsLine,
  totalsByCollection,
  totalsByCurrency,
} from './totals.ts';

export interface MigrationReport {
  readonly byCollection: readonly TotalsLine[];
  readonly byCurrency: readonly TotalsLine[];
  readonly reasons: readonly ReasonCount[];
  readonly users: bigint;
  readonly differences: Differences;
  /** What is wrong, in words; nothing, where source and ledger agree to the last unit. */
  readonly problems: readonly string[];
}

/**
 * Holds what was read against what stands in the ledger and in the quarantine, both read again. A dry run counts
 * what would be written as written.
 */
export async function verify(
  session: Session,
  attempt: number,
  source: readonly GroupSum[],
  { dryRun, currencies }: { readonly dryRun: boolean; readonly currencies: Currencies },
): Promise<MigrationReport> {
  const codes = currencies.all.map(({ code }) => code);
  const posted = await sumPosted(session, attempt);
  const sides = {
    source,
    posted: dryRun ? [...posted, ...(await sumUnposted(session, attempt))] : posted,
    empty: await sumEmpty(session),
    quarantined: await (dryRun ? sumStagedFaults(session, codes) : sumQuarantine(session, attempt, codes)),
  };
  const byCollection = totalsByCollection(sides, COLLECTION_NAMES);
  const byCurrency = totalsByCurrency(byCollection);
  const differences = await findDifferences(session, attempt);
  const { users, known } = await countUsers(session);
  const { changed, vanished, missing } = differences.counts;
  const problems = [...byCollection, ...byCurrency]
    .filter((line) => difference(line).rows !== 0n || difference(line).amount !== 0n)
    .map(({ collection, currency }) => `${collection} ${currency}: before and after differ`);
  const complain = (count: bigint, what: string) => {
    if (count > 0n) problems.push(`${count} ${what}`);
  };
  complain(changed, 'rows were posted before and have changed in the source since: not posted again');
  complain(vanished, 'postings have no accepted row in the source any more');
  if (!dryRun) {
    complain(missing, 'accepted rows are not in the ledger');
    complain(await countEmptyWithoutAccount(session), 'rows of nothing have no account');
    complain(users - known, 'users are not known');
  }
  return { byCollection, byCurrency, reasons: await countReasons(session), users, differences, problems };
}
